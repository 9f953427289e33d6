/** What a finger or a mouse can hit: measured point by point, as the browser sees it. */
import { page as browser } from 'vitest/browser';
import { afterEach, describe, expect, it } from 'vitest';
import { jsonAndTraces, serverLines } from './testing/samples.js';
import { stageStream } from './testing/staged-stream.js';
import { touchScreen } from './testing/touch-screen.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';
import { LogViewerSearch } from './toolbar/search.js';
import { LogViewerToolbar } from './toolbar/toolbar.js';

/** CSS pixels, each way from its middle, at which a press hits this control. */
function reach(control: Element | null | undefined): { width: number; height: number } {
  if (!control) throw new Error('There is no such control.');
  const box = control.getBoundingClientRect();
  const middle = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  const hits = (x: number, y: number): boolean => {
    const hit = document.elementFromPoint(middle.x + x, middle.y + y);
    return hit !== null && control.contains(hit);
  };
  const along = (step: (by: number) => boolean): number => {
    let length = 0;
    for (let by = 0.5; step(by); by += 1) length += 1;
    for (let by = -0.5; step(by); by -= 1) length += 1;
    return length;
  };
  return { width: along((by) => hits(by, 0)), height: along((by) => hits(0, by)) };
}

const inRow = (page: ViewerPage, seq: number, name: string): Element | null | undefined =>
  page.row(seq)?.querySelector(`button[data-tailrace="${name}"]`);
const inGap = (page: ViewerPage): Element | null | undefined => page.part('gap')?.querySelector('button');
const small = (page: ViewerPage): readonly Element[] => [
  ...(page.part('viewer')?.querySelectorAll('[data-tailrace="field"] [data-look="small"]') ?? []),
];

const middle = (element: Element | undefined | null): number => {
  const { top, height } = (element as Element).getBoundingClientRect();
  return top + height / 2;
};

/** Lines, a gap, a line that opens, more lines, and two that open under each other. */
function mixedStream() {
  const stream = stageStream(serverLines(3));
  stream.appendGap({ reason: 'outage', missing: 40 });
  const [json, , trace] = jsonAndTraces();
  const opens = [json, trace].flatMap((line) => (line ? [line] : []));
  stream.append([...serverLines(2), ...opens.slice(0, 1), ...serverLines(2), ...opens, ...serverLines(4)]);
  return stream;
}

const opening = (page: ViewerPage): readonly number[] =>
  page
    .rows()
    .filter((row) => row.querySelector('button[data-tailrace="disclosure"]'))
    .map((row) => Number(row.dataset['seq']));

/** A toolbar with a name before its tools. */
const NAMED = (
  <LogViewerToolbar
    lead={
      <>
        <b>Codespace</b>
        <LogViewerSearch />
      </>
    }
  />
);

describe('with a mouse', () => {
  it('every control is hit on 24 px; under each other they share the height of their rows evenly', async () => {
    await browser.viewport(1_000, 700);
    const page = await openViewer({ stream: mixedStream(), height: 600 });
    await expect.poll(() => opening(page).length).toBeGreaterThanOrEqual(2);
    const alone = reach(inRow(page, opening(page)[0] as number, 'disclosure'));
    expect(Math.min(alone.width, alone.height)).toBeGreaterThanOrEqual(24);
    for (const seq of opening(page)) {
      const size = reach(inRow(page, seq, 'disclosure'));
      expect(size.width).toBeGreaterThanOrEqual(24);
      expect(size.height).toBeGreaterThanOrEqual(20);
    }
    for (const row of page.rows()) {
      const size = reach(row.querySelector('[data-tailrace="line-number"]'));
      expect(size.width).toBeGreaterThanOrEqual(24);
      expect(size.height).toBeGreaterThanOrEqual(16);
    }
    const gap = reach(inGap(page));
    expect(Math.min(gap.width, gap.height)).toBeGreaterThanOrEqual(24);
    expect(small(page).length).toBeGreaterThanOrEqual(4);
    for (const button of small(page)) {
      const { width, height } = reach(button);
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
    }
  });
});

describe('with a finger', () => {
  afterEach(() => touchScreen(false));

  it('controls are 44 px: what is in every row in its width, the others each way', async () => {
    await browser.viewport(1_000, 1_300);
    await touchScreen(true);
    const page = await openViewer({ stream: mixedStream(), height: 1_200 });
    await expect.poll(() => opening(page).length).toBeGreaterThanOrEqual(2);
    for (const seq of opening(page))
      expect(reach(inRow(page, seq, 'disclosure')).width).toBeGreaterThanOrEqual(44);
    for (const row of page.rows()) {
      expect(reach(row.querySelector('[data-tailrace="line-number"]')).width).toBeGreaterThanOrEqual(44);
      // The rhythm of the rows is that of a mouse's.
      expect(row.getBoundingClientRect().height).toBe(20);
    }
    const gap = reach(inGap(page));
    expect(Math.min(gap.width, gap.height)).toBeGreaterThanOrEqual(44);
    // What opens in a tree, and the button under it.
    inRow(page, opening(page)[0] as number, 'disclosure')?.dispatchEvent(
      new MouseEvent('click', { bubbles: true }),
    );
    await expect.poll(() => page.part('json-branch')).toBeDefined();
    expect(reach(page.part('json-branch')).height).toBeGreaterThanOrEqual(44);
    const copy = reach(page.part('details')?.querySelector('button'));
    expect(Math.min(copy.width, copy.height)).toBeGreaterThanOrEqual(44);
    for (const button of small(page)) {
      const { width, height } = reach(button);
      expect(width).toBeGreaterThanOrEqual(36);
      expect(height).toBeGreaterThanOrEqual(44);
    }
  });

  it('on a phone the tools stand in two lines, until they are unfolded', async () => {
    await browser.viewport(390, 800);
    await touchScreen(true);
    const page = await openViewer({ stream: mixedStream(), height: 700 });
    const fold = page.part('fold');
    await expect.poll(() => middle(fold)).toBeCloseTo(middle(page.part('filter-field')), 0);
    expect(fold?.getBoundingClientRect().right).toBeLessThan(390);
    for (const name of ['search', 'filter'] as const) {
      page.part(name)?.focus();
      const buttons = [...(page.part(name)?.parentElement?.querySelectorAll('button') ?? [])];
      expect(buttons.length).toBeGreaterThanOrEqual(2);
      for (const button of buttons) {
        const { width, height } = reach(button);
        expect(width).toBeGreaterThanOrEqual(36);
        expect(height).toBeGreaterThanOrEqual(44);
      }
    }
  });

  it.each([
    ['the smallest phone', 320, true],
    ['a phone', 375, true],
    ['a narrow column beside others', 375, false],
  ])(
    'on %s no status takes a line of its own: not beside a name, nor while one finds',
    async (_what, width, touch) => {
      await browser.viewport(width, 800);
      await touchScreen(touch);
      const stream = stageStream(serverLines(20));
      const inLine = (page: ViewerPage): void => {
        expect(middle(page.part('status'))).toBeCloseTo(middle(page.part('search')), 0);
        expect(middle(page.part('fold'))).toBeCloseTo(middle(page.part('filter')), 0);
      };
      const page = await openViewer({ stream, toolbar: NAMED });
      const statuses = ['connecting', 'live', 'polling', 'paused', 'complete', 'failed', 'closed'] as const;
      for (const status of statuses) {
        stream.stage({ status });
        await expect.poll(() => page.part('status')?.dataset['status']).toBe(status);
        inLine(page);
      }
      await page.rerender({ stream, toolbar: <LogViewerToolbar /> });
      stream.stage({ status: 'reconnecting' });
      page.handle.find('GET');
      await expect.poll(() => page.text('search-count')).toMatch(/^1\/[1-9]/);
      inLine(page);
      // Its word is still there for those who listen.
      await expect.element(browser.getByText('Reconnecting', { exact: true })).toBeInTheDocument();
    },
  );

  it('a status of many words keeps its dot, and one of few leaves the tools where they were', async () => {
    await browser.viewport(1_100, 800);
    await touchScreen(false);
    const stream = stageStream(serverLines(20));
    const page = await openViewer({ stream, labels: { status: (status) => status.repeat(4) } });
    const left = (name: string): number => (page.part(name) as HTMLElement).getBoundingClientRect().left;
    stream.stage({ status: 'reconnecting' });
    await expect.poll(() => page.part('status')?.dataset['status']).toBe('reconnecting');
    expect(left('dot')).toBeGreaterThanOrEqual(left('status'));

    await page.rerender({ stream, labels: {} });
    const tools = left('group');
    stream.stage({ status: 'live' });
    await expect.poll(() => page.text('status')).toBe('Live');
    expect(left('group')).toBe(tools);
  });

  it.each([815, 850, 1_000])(
    'in a viewer of %d pixels nothing reaches over its edge while one finds',
    async (width) => {
      await browser.viewport(width, 800);
      const stream = stageStream(serverLines(5_000));
      stream.stage({ status: 'reconnecting' });
      const page = await openViewer({ stream, toolbar: NAMED });
      page.handle.find('GET');
      await expect.poll(() => page.text('search-count')).toMatch(/^1\/[1-9]/);
      const edge = page.part('viewer')?.getBoundingClientRect().right ?? 0;
      for (const part of page.part('toolbar')?.querySelectorAll(':scope > *, [data-tailrace="group"]') ?? [])
        expect(part.getBoundingClientRect().right).toBeLessThanOrEqual(edge);
    },
  );
});
