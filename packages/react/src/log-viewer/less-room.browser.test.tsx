import { LogStreamError } from '@tailrace/core';
import { flushSync } from 'react-dom';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { cdp, page as browser, userEvent } from 'vitest/browser';
import { nextFrames } from './testing/next-frames.js';
import { serverLines } from './testing/samples.js';
import { stageStream, type StagedStream } from './testing/staged-stream.js';
import { touchScreen } from './testing/touch-screen.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

/** So narrow that the tools of a selection take a row from the lines. */
const openNarrow = (stream: StagedStream): Promise<ViewerPage> =>
  openViewer({ stream }, (viewer) => <div style={{ width: 320 }}>{viewer}</div>);

const isWhole = (page: ViewerPage, seq: number): boolean =>
  page.placeOf(seq) >= 0 && page.placeOf(seq) + 20 <= page.viewport.clientHeight;

describe('where there is less room for the lines', () => {
  it('the line that was pressed, the last in sight, stays in sight', async () => {
    const page = await openNarrow(stageStream(serverLines(300)));
    await expect.poll(() => page.inSight().at(-1)).toBe(299);
    const before = page.viewport.clientHeight;
    page.lineNumber(299).click();
    await expect.poll(() => page.viewport.clientHeight).toBeLessThan(before);
    await expect.poll(() => isWhole(page, 299)).toBe(true);
  });

  it.each([
    ['a mouse', 286],
    ['a finger', 320],
  ])('what can be done with the selected lines is in one row, with %s', async (hand, width) => {
    if (hand === 'a finger') {
      await touchScreen(true);
      onTestFinished(() => touchScreen(false));
    }
    const page = await openViewer(
      { stream: stageStream(serverLines(300)), permalinks: `log${width}` },
      (viewer) => <div style={{ width }}>{viewer}</div>,
    );
    await expect.poll(() => page.inSight().at(-1)).toBe(299);
    page.lineNumber(290).click();
    page.handle.scrollToSeq(290);
    await expect.poll(() => page.part('selection')?.querySelectorAll('button').length).toBe(4);
    const places = [...(page.part('selection')?.children ?? [])].map((each) => each.getBoundingClientRect());
    const middles = places
      .filter(({ width }) => width > 1)
      .map(({ top, bottom }) => Math.round((top + bottom) / 2));
    expect(new Set(middles).size).toBe(1);
  });

  it.each([
    ['a line', 100, 'end'],
    ['the last line in sight', 299, 'auto'],
  ] as const)('%s that was gone to at that moment is in sight', async (_, seq, align) => {
    const page = await openNarrow(stageStream(serverLines(300)));
    await expect.poll(() => page.inSight().at(-1)).toBe(299);
    page.handle.follow(false);
    const before = page.viewport.clientHeight;
    flushSync(() => page.lineNumber(page.inSight()[0] as number).click());
    expect(page.viewport.clientHeight).toBeLessThan(before);
    page.handle.scrollToSeq(seq, { align });
    await expect.poll(() => page.inSight()).toContain(seq);
    await expect.poll(() => isWhole(page, seq)).toBe(true);
  });

  it('and was more for a part of a frame, the end is followed to the last line', async () => {
    const stream = stageStream(serverLines(300), 300);
    const page = await openNarrow(stream);
    await expect.poll(() => page.inSight().at(-1)).toBe(299);
    stream.append(serverLines(1, 300));
    page.lineNumber(299).click();
    await expect.poll(() => page.text('selection')).not.toBe('');
    await page.wheel(-100);
    await expect.poll(() => page.inSight().at(-1)).toBeLessThan(299);
    // No frame passes meanwhile.
    flushSync(() => page.part('viewer')?.querySelector<HTMLElement>('button[title^="Clear"]')?.click());
    flushSync(() => stream.append(serverLines(1, 301)));
    flushSync(() => page.lineNumber(301).click());
    flushSync(() => page.handle.follow(true));
    stream.append(serverLines(40, 302));
    await expect.poll(() => page.rows().length).toBeGreaterThan(10);
    await expect.poll(() => page.inSight().at(-1)).toBe(341);
    expect(isWhole(page, 341)).toBe(true);
  });

  it('rows that left are observed no more, of which the browser could tell the page as an error', async () => {
    const observed = new Set<Element>();
    const { observe, unobserve } = ResizeObserver.prototype;
    vi.spyOn(ResizeObserver.prototype, 'observe').mockImplementation(function (this: ResizeObserver, row) {
      observed.add(row);
      observe.call(this, row);
    });
    vi.spyOn(ResizeObserver.prototype, 'unobserve').mockImplementation(function (this: ResizeObserver, row) {
      observed.delete(row);
      unobserve.call(this, row);
    });
    const stream = stageStream(serverLines(300));
    const page = await openViewer({ stream, wrap: true });
    const last = (): HTMLElement => page.rows().at(-1)?.parentElement as HTMLElement;
    await expect.poll(() => observed.has(last())).toBe(true);
    flushSync(() => stream.clear());
    expect(page.rows()).toEqual([]);
    expect([...observed].filter((row) => !row.isConnected)).toEqual([]);
  });

  it.each([320, 600])(
    'in a low viewer of %d px, tools stay folded, and lines and all bars are within it',
    async (width) => {
      await browser.viewport(700, 500);
      const page = await openViewer({ stream: stageStream(serverLines(300)), height: 120 }, (viewer) => (
        <div style={{ width }}>{viewer}</div>
      ));
      await expect.poll(() => page.inSight().at(-1)).toBe(299);
      const bottom = (name: string): number =>
        (page.part(name) as HTMLElement).getBoundingClientRect().bottom;
      await expect.poll(() => page.part('viewer')?.hasAttribute('data-low')).toBe(true);
      expect(bottom('status-bar')).toBeLessThanOrEqual(bottom('viewer'));
      expect(page.viewport.clientHeight).toBeGreaterThanOrEqual(40);
      expect(page.part('filter')?.checkVisibility()).toBe(false);
      // Whoever asks for one of them gets it.
      page.viewport.focus();
      await userEvent.keyboard('&slow');
      await expect.poll(() => page.field('filter').value).toBe('slow');
      expect(page.part('filter')?.checkVisibility()).toBe(true);
    },
  );
});

describe('in a viewer with room for little more than lines', () => {
  const lost = {
    status: 'failed',
    error: new LogStreamError('network', 'The server cannot be reached.'),
  } as const;

  /** How far anything in the viewer reaches out of it, upwards or downwards. */
  function out(page: ViewerPage): number {
    const viewer = (page.part('viewer') as HTMLElement).getBoundingClientRect();
    const parts = ['toolbar', 'notice', 'body', 'viewport', 'state', 'status-bar'].flatMap(
      (name) => page.part(name) ?? [],
    );
    return Math.max(
      ...parts
        .filter((part) => part.checkVisibility())
        .map((part) => part.getBoundingClientRect())
        .map(({ top, bottom }) => Math.max(viewer.top - top, bottom - viewer.bottom)),
    );
  }

  it.each([20, 40, 60, 80, 100, 106, 140])(
    'of %d px, nothing sticks out of it, whatever its state',
    async (height) => {
      await browser.viewport(700, 500);
      const errors: unknown[] = [];
      const onError = (event: ErrorEvent): number => errors.push(event.message);
      addEventListener('error', onError);
      onTestFinished(() => removeEventListener('error', onError));
      const stream = stageStream(serverLines(300));
      const page = await openViewer({ stream, height }, (viewer) => (
        <div style={{ width: 320 }}>{viewer}</div>
      ));
      await expect.poll(() => page.inSight().at(-1)).toBe(299);
      await expect.poll(() => out(page)).toBeLessThan(0);
      if (height >= 40) expect(page.viewport.clientHeight).toBeGreaterThanOrEqual(38);
      stream.stage(lost);
      await expect.poll(() => page.text('notice')).toContain('cannot be reached');
      await expect.poll(() => out(page)).toBeLessThan(0);
      stream.clear();
      await expect.poll(() => page.text('state')).toContain('cannot be reached');
      await expect.poll(() => out(page)).toBeLessThan(0);
      expect(errors).toEqual([]);
    },
  );

  it('no bar goes where the viewer is not displayed, as in a test without a layout', async () => {
    const page = await openViewer({ stream: stageStream(serverLines(30)) }, (viewer) => (
      <div hidden>{viewer}</div>
    ));
    expect(page.part('viewer')?.dataset['low']).toBeUndefined();
  });

  it('bars come back where there is more room, and the toolbar for whoever asks for it', async () => {
    await browser.viewport(700, 500);
    const stream = stageStream(serverLines(300));
    const page = await openViewer({ stream, height: '100%' }, (viewer) => (
      <div data-around="" style={{ width: 600, height: 60 }}>
        {viewer}
      </div>
    ));
    const bars = (): readonly string[] =>
      ['toolbar', 'status-bar'].filter((name) => page.part(name)?.checkVisibility());
    await expect.poll(bars).toEqual([]);
    page.viewport.focus();
    await userEvent.keyboard('/slow');
    await expect.poll(() => page.field('search').value).toBe('slow');
    expect(bars()).toEqual(['toolbar']);
    await userEvent.keyboard('{Escape}{Escape}');
    await expect.poll(bars).toEqual([]);
    const around = document.querySelector('[data-around]') as HTMLElement;
    around.style.height = '100px';
    await expect.poll(bars).toEqual(['toolbar']);
    around.style.height = '120px';
    await expect.poll(bars).toEqual(['toolbar', 'status-bar']);
    stream.stage(lost);
    await expect.poll(bars).toEqual(['toolbar']);
    stream.stage({ status: 'live', error: undefined });
    await expect.poll(bars).toEqual(['toolbar', 'status-bar']);
  });
});

describe('tools that a key has unfolded', () => {
  const isUnfolded = (page: ViewerPage): boolean => page.part('toolbar')?.hasAttribute('data-open') === true;

  async function open(height?: number): Promise<ViewerPage> {
    await browser.viewport(700, 500);
    const page = await openViewer(
      { stream: stageStream(serverLines(300)), ...(height && { height }) },
      (viewer) => <div style={{ width: 320 }}>{viewer}</div>,
    );
    await expect.poll(() => page.inSight().at(-1)).toBe(299);
    page.viewport.focus();
    return page;
  }

  it.each(['d', 'T'])('are folded again with Escape, back at the lines: %s', async (key) => {
    const page = await open();
    await userEvent.keyboard(key);
    await expect.poll(() => page.part('popover')?.contains(document.activeElement)).toBe(true);
    expect(isUnfolded(page)).toBe(true);
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => isUnfolded(page)).toBe(false);
    expect(page.part('popover')).toBeUndefined();
    expect(document.activeElement).toBe(page.viewport);
  });

  it('are folded again with the Escape that leaves the filter of a low viewer', async () => {
    const page = await open(120);
    await expect.poll(() => page.part('viewer')?.hasAttribute('data-low')).toBe(true);
    await userEvent.keyboard('&x');
    await expect.poll(() => page.field('filter').value).toBe('x');
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => page.field('filter').value).toBe('');
    expect(isUnfolded(page)).toBe(true);
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => isUnfolded(page)).toBe(false);
    expect(document.activeElement).toBe(page.viewport);
  });

  it('stay where the focus goes to one of them, and where a press has unfolded them', async () => {
    const page = await open();
    const tool = (name: string): Promise<void> =>
      userEvent.click(browser.getByRole('button', { name, exact: true }));
    await userEvent.keyboard('d');
    await expect.poll(() => page.part('popover')).toBeDefined();
    await tool('Timestamps: local time');
    await expect.poll(() => page.part('jump-time')).toBeDefined();
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => page.part('popover')).toBeUndefined();
    expect(isUnfolded(page)).toBe(true);
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Timestamps: local time');
    await tool('More tools');
    await expect.poll(() => isUnfolded(page)).toBe(false);
    await tool('More tools');
    page.viewport.focus();
    await userEvent.keyboard('d');
    await expect.poll(() => page.part('popover')).toBeDefined();
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => document.activeElement).toBe(page.viewport);
    expect(isUnfolded(page)).toBe(true);
  });
});

describe('where there is more room again', () => {
  it('lines reach from edge to edge, as their colour shows', async () => {
    await browser.viewport(1200, 500);
    const long = { message: 'm'.repeat(90) };
    const page = await openViewer({ stream: stageStream([...serverLines(30), long]) }, (viewer) => (
      <div data-around="" style={{ width: 500 }}>
        {viewer}
      </div>
    ));
    await expect.poll(() => page.viewport.scrollWidth).toBeGreaterThan(600);
    const sizer = page.viewport.firstElementChild as HTMLElement;
    await expect.poll(() => sizer.style.minWidth).not.toBe('');
    (document.querySelector('[data-around]') as HTMLElement).style.width = '1200px';
    await expect.poll(() => page.viewport.clientWidth).toBeGreaterThan(1_100);
    const row = page.rows()[0] as HTMLElement;
    await expect.poll(() => row.getBoundingClientRect().width).toBe(page.viewport.clientWidth);
  });
});

describe('where the toolbar has just enough room for one line', () => {
  it.each([
    [811, 'text'],
    [860, 'text'],
    [900, 'text'],
    [320, 'query'],
    [481, 'query'],
    [811, 'query'],
    [860, 'query'],
    [960, 'query'],
  ])('what the filter field is for can be read, %d px wide, for a %s', async (width, mode) => {
    await browser.viewport(1000, 500);
    const page = await openViewer({ stream: stageStream(serverLines(10)) }, (viewer) => (
      <div style={{ width: width + 2 }}>{viewer}</div>
    ));
    const word = page.part('status')?.querySelector('[data-tailrace="status-word"]') as HTMLElement;
    word.textContent = 'Reconnecting';
    const filter = page.field('filter');
    if (mode === 'query') page.part('filter-field')?.querySelector<HTMLElement>('[aria-pressed]')?.click();
    await expect.poll(() => filter.dataset['mode']).toBe(mode);
    const { font, paddingInlineStart } = getComputedStyle(filter);
    const pen = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
    pen.font = font;
    const text = pen.measureText(filter.placeholder).width;
    expect(text).toBeGreaterThan(50);
    expect(filter.clientWidth - 2 * Number.parseFloat(paddingInlineStart)).toBeGreaterThanOrEqual(text);
    const bar = page.part('toolbar') as HTMLElement;
    expect([width <= 810 || bar.clientHeight < 50, bar.scrollWidth <= bar.clientWidth]).toEqual([true, true]);
  });
});

describe('in a language with longer words', () => {
  const labels = {
    status: () => 'Verbindung wird wiederhergestellt',
    reconnectingTitle: 'Die Verbindung wurde unterbrochen',
    retryIn: (seconds: number) => `Nächster Versuch in ${seconds} Sekunden (Versuch Nummer 3)`,
    retryNow: 'Jetzt erneut versuchen',
    newLines: (lines: number) => `${lines} neue Zeilen seit dem Verlassen des Endes`,
  };

  it.each([320, 380, 640, 820, 960])(
    'every word is there, or its end is marked as cut off: %d px',
    async (width) => {
      await browser.viewport(1000, 500);
      const stream = stageStream(serverLines(300));
      const page = await openViewer({ stream, labels }, (viewer) => <div style={{ width }}>{viewer}</div>);
      await expect.poll(() => page.inSight().at(-1)).toBe(299);
      page.handle.follow(false);
      await page.wheel(-200);
      stream.append(serverLines(12, 300));
      stream.stage({
        status: 'reconnecting',
        retry: { attempt: 3, at: Date.now() + 90_000, delay: 90_000 },
        error: new LogStreamError('network', 'Cannot open a WebSocket to ws://127.0.0.1:4280/api/v1/logs.'),
      });
      await expect.poll(() => page.text('countdown')).toContain('Versuch');
      await expect.poll(() => page.text('new-lines')).toContain('12 neue');
      const notice = page.part('notice') as HTMLElement;
      expect(notice.scrollWidth).toBeLessThanOrEqual(notice.clientWidth);
      // The reason is no narrow column beside the rest.
      expect(notice.querySelector('div')?.clientWidth).toBeGreaterThan(Math.min(width - 60, 300));
      for (const word of [
        page.part('status-word'),
        page.part('new-lines')?.querySelector('span'),
      ] as HTMLElement[]) {
        const box = word.getBoundingClientRect();
        const around = (word.parentElement as HTMLElement).getBoundingClientRect();
        expect([box.left >= around.left, box.right <= around.right], word.textContent).toEqual([true, true]);
        expect(getComputedStyle(word).textOverflow).toBe('ellipsis');
      }
    },
  );
});

describe('on a page that is low', () => {
  /** Opens a menu; says how much of it is on the page, and whether its last entry can be reached. */
  async function unfold(page: ViewerPage, name: string): Promise<void> {
    await userEvent.click(browser.getByRole('button', { name, exact: true }));
    await expect.poll(() => page.part('popover')).toBeDefined();
    const panel = page.part('popover') as HTMLElement;
    const box = panel.getBoundingClientRect();
    expect(box.top, name).toBeGreaterThanOrEqual(0);
    expect(box.bottom, name).toBeLessThanOrEqual(innerHeight);
    expect(box.height, name).toBeGreaterThan(80);
    const last = [...panel.querySelectorAll('label, button, p')].at(-1) as HTMLElement;
    panel.scrollTop = panel.scrollHeight;
    const { top, bottom } = last.getBoundingClientRect();
    expect([top >= box.top, bottom <= box.bottom], name).toEqual([true, true]);
    await userEvent.keyboard('{Escape}');
  }

  // 400 px at 200 %.
  it.each([800, 360])('menus fit into it, and are scrolled through: %d px wide', async (width) => {
    await browser.viewport(width, 200);
    const page = await openViewer({ stream: stageStream(serverLines(300)), height: 190 });
    await expect.poll(() => page.inSight().at(-1)).toBe(299);
    await unfold(page, 'Levels');
    await unfold(page, 'What became of the lines');
    if (width < 810) await userEvent.click(browser.getByRole('button', { name: 'More tools' }));
    await unfold(page, 'Timestamps: local time');
  });
});

describe('on paper', () => {
  afterEach(() => cdp().send('Emulation.setEmulatedMedia', { media: '' }));

  it('there are lines in black on white, wrapped, without tools, and a sentence that these are not all', async () => {
    const long = { message: `one long line: ${'lorem ipsum dolor sit amet '.repeat(40)}` };
    const page = await openViewer({
      stream: stageStream([...serverLines(300), long]),
      height: 200,
      theme: 'dark',
    });
    await expect.poll(() => page.inSight().at(-1)).toBe(300);
    await cdp().send('Emulation.setEmulatedMedia', { media: 'print' });
    const viewer = page.part('viewer') as HTMLElement;
    const drawn = page.rows().length;
    await expect.poll(() => page.part('toolbar')?.checkVisibility()).toBe(false);
    expect(getComputedStyle(viewer).colorScheme).toBe('light');
    // As high as its lines, which are all of those that are drawn.
    const first = page.rows()[0] as HTMLElement;
    const last = page.row(300) as HTMLElement;
    expect(last.getBoundingClientRect().height).toBeGreaterThan(60);
    expect(first.getBoundingClientRect().top).toBeGreaterThanOrEqual(viewer.getBoundingClientRect().top);
    expect(last.getBoundingClientRect().bottom).toBeLessThanOrEqual(viewer.getBoundingClientRect().bottom);
    expect(viewer.getBoundingClientRect().height).toBeLessThan(2_000);
    expect(page.viewport.scrollWidth).toBeLessThanOrEqual(page.viewport.clientWidth);
    expect(getComputedStyle(page.part('status-bar') as Element, '::after').content).toMatch(
      /Download the log/,
    );
    // The paper's height makes it draw no more of them.
    expect(page.rows().length).toBe(drawn);
  });

  it.each([
    ['the end', undefined],
    ['the middle', 150],
    ['the first line', 0],
  ] as const)('is no place to stay: afterwards the lines are where they were, at %s', async (_, seq) => {
    const page = await openViewer({ stream: stageStream(serverLines(300)), height: 200 });
    await expect.poll(() => page.inSight().at(-1)).toBe(299);
    if (seq !== undefined) page.handle.scrollToSeq(seq, { align: 'start' });
    await expect.poll(() => page.inSight()).toContain(seq ?? 299);
    const before = page.inSight();
    await cdp().send('Emulation.setEmulatedMedia', { media: 'print' });
    await expect.poll(() => page.part('toolbar')?.checkVisibility()).toBe(false);
    await nextFrames();
    await cdp().send('Emulation.setEmulatedMedia', { media: '' });
    await expect.poll(() => page.part('toolbar')?.checkVisibility()).toBe(true);
    await expect.poll(() => page.inSight()).toEqual(before);
    await nextFrames();
    expect(page.inSight()).toEqual(before);
    expect(page.viewport.hasAttribute('data-following')).toBe(seq === undefined);
  });
});
