import { useLayoutEffect, type ReactElement, type ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import { page as browser, userEvent } from 'vitest/browser';
import { VIEWER_KEYS } from './keys.js';
import { DEFAULT_LABELS } from './labels.js';
import type { LogViewerProps } from './log-viewer.js';
import { agentRun, serverLines } from './testing/samples.js';
import { stageStream } from './testing/staged-stream.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

const dialog = (page: ViewerPage): HTMLDialogElement | undefined =>
  page.part('help') as HTMLDialogElement | undefined;

async function openLines(
  count = 500,
  props: LogViewerProps = {},
): Promise<ViewerPage & { stream: ReturnType<typeof stageStream> }> {
  const stream = stageStream(serverLines(count));
  const page = await openViewer({ stream, ...props });
  await expect.poll(() => page.inSight().at(-1)).toBe(count - 1);
  page.viewport.focus();
  return Object.assign(page, { stream });
}

/** The browser glides when it scrolls by a key: until it has stopped. */
async function atRest(page: ViewerPage): Promise<void> {
  let last = Number.NaN;
  const stands = (): boolean => {
    const still = page.viewport.scrollTop === last;
    last = page.viewport.scrollTop;
    return still;
  };
  await expect.poll(stands, { interval: 60 }).toBe(true);
}

/** Presses a key as soon as what it is around has been drawn, before the browser has painted it. */
function PressedAtOnce({ children }: { readonly children: ReactNode }): ReactElement {
  useLayoutEffect(() => {
    const viewport = document.querySelector<HTMLElement>('[data-tailrace="viewport"]');
    viewport?.focus();
    viewport?.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true, cancelable: true }));
  }, []);
  return <>{children}</>;
}

it('are obeyed from the moment at which the viewer is seen', async () => {
  const stream = stageStream(serverLines(5));
  const page = await openViewer({ stream }, (viewer) => <PressedAtOnce>{viewer}</PressedAtOnce>);
  await expect.poll(() => dialog(page)?.open).toBe(true);
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => dialog(page)).toBeUndefined();
});

describe('the list of keys', () => {
  it('opens with ?, says every key, and gives the focus back', async () => {
    const page = await openLines(500, { permalinks: 'keys' });
    await userEvent.keyboard('?');
    await expect.poll(() => dialog(page)?.open).toBe(true);
    for (const { action } of VIEWER_KEYS)
      expect(dialog(page)?.textContent).toContain(DEFAULT_LABELS.key(action));
    expect(dialog(page)?.querySelectorAll('kbd')).toHaveLength(
      VIEWER_KEYS.flatMap(({ keys }) => keys).length,
    );
    expect(dialog(page)?.contains(document.activeElement)).toBe(true);
    // Keys of the viewer are not obeyed behind it.
    await userEvent.keyboard('w');
    expect(page.part('viewport')?.dataset['wrap']).toBeUndefined();
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => dialog(page)).toBeUndefined();
    expect(document.activeElement).toBe(page.viewport);
  });

  it('says nothing of links where there are none to copy', async () => {
    const page = await openLines();
    await userEvent.keyboard('?');
    await expect.poll(() => dialog(page)?.open).toBe(true);
    expect(dialog(page)?.textContent).toContain('Copy the selection');
    expect(dialog(page)?.textContent).not.toContain('Copy a link');
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => dialog(page)).toBeUndefined();
  });

  it('does not open while one types', async () => {
    const page = await openLines();
    await userEvent.keyboard('/');
    await expect.poll(() => document.activeElement).toBe(page.part('search'));
    await userEvent.keyboard('w?fe');
    expect(page.field('search').value).toBe('w?fe');
    expect(dialog(page)).toBeUndefined();
    expect(page.part('viewport')?.dataset['wrap']).toBeUndefined();
  });
});

describe('keys', () => {
  it('scroll by lines and pages, to the start and to the end', async () => {
    const page = await openLines();
    const steps: readonly (readonly [string, (before: number, after: number) => boolean])[] = [
      ['{PageUp}', (before, after) => after < before - 5],
      ['{ArrowUp}', (before, after) => after < before],
      ['{Shift>} {/Shift}', (before, after) => after < before - 5],
      [' ', (before, after) => after > before + 5],
      ['{ArrowDown}', (before, after) => after > before],
      ['g', (_before, after) => after === 0],
      ['{PageDown}', (_before, after) => after > 5],
      ['{Home}', (_before, after) => after === 0],
    ];
    for (const [key, moved] of steps) {
      await atRest(page);
      const before = page.inSight()[0] as number;
      await userEvent.keyboard(key);
      await expect.poll(() => moved(before, page.inSight()[0] as number), { message: key }).toBe(true);
    }
    await userEvent.keyboard('G');
    await expect.poll(() => page.inSight().at(-1)).toBe(499);
    expect(page.part('viewport')?.dataset['following']).toBe('');
  });

  it('go from error to error', async () => {
    const page = await openLines();
    const errors = serverLines(500).flatMap(({ level }, seq) => (level === 'error' ? [seq] : []));
    await userEvent.keyboard('g');
    await expect.poll(() => page.inSight()[0]).toBe(0);
    await userEvent.keyboard('e');
    await expect.poll(() => page.selected()).toEqual([errors[0]]);
    await userEvent.keyboard('e');
    await expect.poll(() => page.selected()).toEqual([errors[1]]);
    await userEvent.keyboard('E');
    await expect.poll(() => page.selected()).toEqual([errors[0]]);
    await userEvent.keyboard('{Escape}G');
    await expect.poll(() => page.inSight().at(-1)).toBe(499);
    await userEvent.keyboard('E');
    await expect.poll(() => page.selected()).toEqual([errors.at(-1)]);
    expect(page.text('status-bar')).not.toContain('No error');
    await userEvent.keyboard('e');
    await expect.poll(() => page.text('status-bar')).toContain('No error below');
    await expect
      .poll(() => page.part('viewer')?.querySelector('[aria-live="polite"]')?.textContent)
      .toContain('No error below');
    expect(page.selected()).toEqual([errors.at(-1)]);
    await userEvent.keyboard('E');
    await expect.poll(() => page.text('status-bar')).not.toContain('No error');
  });

  it('say that there is no error at all', async () => {
    const page = await openViewer({ stream: stageStream([{ message: 'fine' }, { message: 'fine' }]) });
    await expect.poll(() => page.rows().length).toBe(2);
    page.viewport.focus();
    await userEvent.keyboard('E');
    await expect.poll(() => page.text('status-bar')).toContain('No error above in the lines held');
  });

  it('find, filter and step', async () => {
    const page = await openLines();
    await userEvent.keyboard('/slow');
    await expect.poll(() => page.text('search-count')).toMatch(/^1\//);
    page.viewport.focus();
    await userEvent.keyboard('nn');
    await expect.poll(() => page.text('search-count')).toMatch(/^3\//);
    await userEvent.keyboard('N');
    await expect.poll(() => page.text('search-count')).toMatch(/^2\//);
    await userEvent.keyboard('&');
    await expect.poll(() => document.activeElement).toBe(page.part('filter'));
  });

  it('do everything else that a button does', async () => {
    const page = await openLines();
    const { stream } = page;
    await userEvent.keyboard('f');
    await expect.poll(() => page.part('viewport')?.dataset['following']).toBeUndefined();
    await userEvent.keyboard('w');
    await expect.poll(() => page.part('viewport')?.dataset['wrap']).toBe('');
    await userEvent.keyboard('p');
    await expect.poll(() => page.part('status')?.dataset['status']).toBe('paused');
    await userEvent.keyboard('p');
    await expect.poll(() => page.part('status')?.dataset['status']).toBe('live');
    await userEvent.keyboard('o');
    await expect.poll(() => stream.calls).toContain('loadOlder');
    stream.stage({ status: 'reconnecting', retry: { attempt: 1, at: Date.now() + 9_000, delay: 9_000 } });
    await expect.poll(() => page.part('countdown')).toBeDefined();
    await userEvent.keyboard('r');
    expect(stream.calls).toContain('retryNow');
    await userEvent.keyboard('d');
    await expect.poll(() => document.activeElement?.textContent).toBe('As text');
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => page.part('popover')).toBeUndefined();
  });

  it('open what lies behind the selected line', async () => {
    const page = await openViewer({ stream: stageStream(agentRun()), height: 700 });
    await expect.poll(() => page.rows().length).toBe(agentRun().length);
    page.handle.scrollToSeq(0);
    page.viewport.focus();
    await userEvent.keyboard('jjjjjjjjj');
    await expect.poll(() => page.selected()).toEqual([8]);
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => page.row(8)?.dataset['expanded']).toBe('');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => page.row(8)?.dataset['expanded']).toBeUndefined();
  });

  it('open it in sight, also below the last line that is', async () => {
    const metadata = { order: 50_288, attempt: 1, trace: '237ec7e252292364' };
    const lines = serverLines(300).map((line) => ({ ...line, metadata }));
    const page = await openViewer({ stream: stageStream(lines) });
    await expect.poll(() => page.inSight().at(-1)).toBe(299);
    page.handle.scrollToSeq(100, { align: 'end' });
    await expect.poll(() => page.inSight().at(-1)).toBe(100);
    page.viewport.focus();
    await userEvent.keyboard('k');
    await expect.poll(() => page.selected()).toEqual([100]);
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => page.part('details')).toBeDefined();
    const bottom = (element: HTMLElement): number => element.getBoundingClientRect().bottom;
    await expect.poll(() => bottom(page.row(100) as HTMLElement)).toBeLessThan(bottom(page.viewport) + 1);
    expect(page.inSight()).toContain(99);
  });

  it('are for the viewer that has the focus alone', async () => {
    const first = await openLines(50);
    const second = await openLines(60);
    await userEvent.keyboard('wf');
    await expect.poll(() => second.part('viewport')?.dataset['wrap']).toBe('');
    expect(first.part('viewport')?.dataset['wrap']).toBeUndefined();
    expect(first.part('viewport')?.dataset['following']).toBe('');
    (document.activeElement as HTMLElement).blur();
    await userEvent.keyboard('w');
    expect(second.part('viewport')?.dataset['wrap']).toBe('');
    const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

/** Colours of a column of an element's pixels on the screen, counted from the left. */
async function column(element: HTMLElement, x: number): Promise<ReadonlySet<string>> {
  const base64 = await browser.screenshot({ element, save: false });
  const picture = new Image();
  picture.src = `data:image/png;base64,${base64}`;
  await picture.decode();
  const canvas = new OffscreenCanvas(picture.width, picture.height).getContext(
    '2d',
  ) as OffscreenCanvasRenderingContext2D;
  canvas.drawImage(picture, 0, 0);
  const { data } = canvas.getImageData(x < 0 ? picture.width + x : x, 0, 1, picture.height);
  return new Set(Array.from({ length: picture.height }, (_, y) => data.slice(y * 4, y * 4 + 3).join()));
}

/** In a dialog of the page, which Escape closes. */
describe('in a dialog', () => {
  it('keys work, and Escape closes it only when the viewer has no use for it', async () => {
    const page = await openViewer({ stream: stageStream(serverLines(100)) }, (viewer) => (
      <dialog style={{ width: 900 }}>{viewer}</dialog>
    ));
    const dialog = page.viewport.closest('dialog') as HTMLDialogElement;
    dialog.showModal();
    await expect.poll(() => page.inSight().at(-1)).toBe(99);
    page.viewport.focus();
    await userEvent.keyboard('k');
    await expect.poll(() => page.text('selection')).toMatch(/^1 line/);
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => page.text('selection')).toBe('');
    await userEvent.keyboard('?');
    await expect.poll(() => page.part('help')).toBeDefined();
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => page.part('help')).toBeUndefined();
    await userEvent.keyboard('/GET');
    await expect.poll(() => page.text('search-count')).not.toBe('');
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => page.text('search-count')).toBe('');
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => document.activeElement).toBe(page.viewport);
    await userEvent.keyboard('T');
    await expect.poll(() => page.part('popover')).toBeDefined();
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => page.part('popover')).toBeUndefined();
    expect(dialog.open).toBe(true);
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => dialog.open).toBe(false);
  });
});

describe('the focus', () => {
  it('has its ring all around the lines, over the tint and the bar of an error too', async () => {
    const page = await openViewer({
      stream: stageStream(
        Array.from({ length: 5 }, (_, n) => ({ message: `failed ${n}`, level: 'error' as const })),
      ),
    });
    await expect.poll(() => page.rows().length).toBe(5);
    await userEvent.tab();
    page.viewport.focus();
    expect(page.viewport.matches(':focus-visible')).toBe(true);
    await expect.poll(async () => (await column(page.viewport, 0)).size).toBe(1);
    await expect.poll(async () => (await column(page.viewport, -1)).size).toBe(1);
  });

  it('goes to the lines when the row that had it is recycled', async () => {
    const page = await openLines();
    const number = page.lineNumber(497);
    number.focus();
    expect(document.activeElement).toBe(number);
    page.handle.scrollToSeq(10);
    await expect.poll(() => number.isConnected).toBe(false);
    await expect.poll(() => document.activeElement).toBe(page.viewport);
  });

  it('goes to the lines when the button that had it has done its work', async () => {
    const page = await openLines();
    await page.wheel(-300);
    await expect.poll(() => page.part('viewport')?.dataset['following']).toBeUndefined();
    page.stream.append(serverLines(5, 500));
    await expect.poll(() => page.part('new-lines')).toBeDefined();
    page.part('new-lines')?.focus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => page.part('new-lines')).toBeUndefined();
    expect(document.activeElement).toBe(page.viewport);
    page.stream.stage({
      status: 'reconnecting',
      retry: { attempt: 1, at: Date.now() + 9_000, delay: 9_000 },
    });
    await expect.poll(() => page.part('notice')).toBeDefined();
    page.part('notice')?.querySelector('button')?.focus();
    page.stream.stage({ status: 'live', retry: undefined });
    await expect.poll(() => page.part('notice')).toBeUndefined();
    await expect.poll(() => document.activeElement).toBe(page.viewport);
  });
});
