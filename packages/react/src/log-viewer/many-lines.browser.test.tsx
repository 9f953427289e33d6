/** What a person does in a log of many lines does not read all of them at once: every line that is rebuilt is counted. */
import {
  createLogFeed,
  createLogStream,
  type LineBlock,
  type LogLine,
  type LogStream,
  type LogView,
} from '@tailrace/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { page as browser, userEvent } from 'vitest/browser';
import { savedBy } from './testing/saved-by.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

const LINES = 40_000;
/** Far more than any screen shows, and far less than there are. */
const FEW = 4_000;

const lines: readonly LogLine[] = Array.from({ length: LINES }, (_, at) => ({
  message: `line ${at} of a log`,
  timestamp: new Date(Date.UTC(2026, 10, 3, 9) + at * 1_000).toISOString(),
  level: at === 7 || at === 30_000 ? 'error' : at % 10 === 0 ? 'warn' : 'info',
}));

/** Runs `fn` after the current task, and before the tasks that it posts from now on. */
function soon(fn: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = fn;
  port2.postMessage(undefined);
}

/** What all views of a stream share. */
const viewsOf = (stream: LogStream) => Object.getPrototypeOf(stream.getSnapshot().view) as Required<LogView>;

/** A viewer of many packed lines, and how many lines were read since it was last asked. */
async function openMany(): Promise<{ page: ViewerPage; stream: LogStream; read: () => number }> {
  const feed = createLogFeed();
  const stream = createLogStream(feed, { bufferLines: 100_000, bufferBytes: 1e9 });
  stream.connect();
  feed.append(lines);
  await expect.poll(() => stream.getSnapshot().view.blockAt?.(LINES - 5_000)).toBeDefined();
  const page = await openViewer({ stream, permalinks: true });
  await expect.poll(() => page.inSight().at(-1)).toBe(LINES - 1);
  page.viewport.focus();
  let count = 0;
  const view = viewsOf(stream);
  const { at, slice } = view;
  vi.spyOn(view, 'at').mockImplementation(function (this: unknown, row) {
    count += 1;
    return at.call(this, row);
  });
  vi.spyOn(view, 'slice').mockImplementation(function (this: unknown, ...rows) {
    const items = slice.apply(this, rows);
    count += items.length;
    return items;
  });
  return {
    page,
    stream,
    read() {
      const was = count;
      count = 0;
      return was;
    },
  };
}

describe('in a log of many lines', () => {
  afterEach(() => history.replaceState(null, '', location.pathname + location.search));

  it('the next error is found without reading the lines before it, also with a filter', async () => {
    const { page, read } = await openMany();
    read();
    await userEvent.keyboard('E');
    await expect.poll(() => page.selected()).toEqual([30_000]);
    await userEvent.keyboard('E');
    await expect.poll(() => page.selected()).toEqual([7]);
    await userEvent.keyboard('E');
    await expect.poll(() => page.text('status-bar')).toContain('No error above');
    expect(read()).toBeLessThan(FEW);
    page.handle.setFilter({ text: 'line 7 of' });
    await expect.poll(() => page.rows().length).toBe(1);
    page.handle.setFilter({ levels: ['warn'] });
    await expect.poll(() => page.text('line-count')).toContain('3,999 of');
    await userEvent.keyboard('{Escape}{End}');
    read();
    await userEvent.keyboard('E');
    await expect.poll(() => page.text('status-bar')).toContain('No error above');
    expect(read()).toBeLessThan(FEW);
  });

  it('selected lines are counted without reading them, also between the separators of a filter', async () => {
    const { page, read } = await openMany();
    page.handle.setFilter({ levels: ['warn'], context: 1 });
    await expect.poll(() => page.text('line-count')).toContain('11,996 of');
    read();
    await userEvent.keyboard('{Control>}a{/Control}');
    await expect.poll(() => page.text('selection')).toContain('11,996 lines selected');
    expect(read()).toBeLessThan(FEW);
  });

  it('a time is found without reading the lines before it', async () => {
    const { page, read } = await openMany();
    read();
    expect(await page.handle.scrollToTime('2026-11-03T19:00Z')).toBe(true);
    await expect.poll(() => page.selected()).toEqual([36_000]);
    expect(read()).toBeLessThan(FEW);
  });

  it('a copy of all lines is gathered in slices, and complete', async () => {
    const { page, read } = await openMany();
    let copied: string | undefined;
    const write = vi.spyOn(navigator.clipboard, 'write').mockImplementation(async ([item]) => {
      copied = await (await (item as ClipboardItem).getType('text/plain')).text();
    });
    await userEvent.keyboard('{Control>}a{/Control}');
    await expect.poll(() => page.text('selection')).toContain('40,000 lines selected');
    read();
    const event = new ClipboardEvent('copy', {
      clipboardData: new DataTransfer(),
      bubbles: true,
      cancelable: true,
    });
    page.viewport.dispatchEvent(event);
    expect(read()).toBeLessThan(LINES);
    expect(event.defaultPrevented).toBe(true);
    // The browser is asked at once, while the key still counts as pressed.
    expect(write).toHaveBeenCalled();
    const all = lines.map(({ message }) => message).join('\n');
    await expect.poll(() => copied === all).toBe(true);
    await expect.poll(() => page.text('selection')).toContain('Copied');
    expect((await page.handle.copySelection('timestamped')).split('\n')[39_999]).toBe(
      `${lines[39_999]?.timestamp} line 39999 of a log`,
    );
  });

  it('a file of all lines is gathered in slices, and complete', async () => {
    const { page, read } = await openMany();
    document.querySelector<HTMLElement>('[data-menu="download"] > button')?.click();
    const find = () =>
      [...document.querySelectorAll('button')].find((one) => one.textContent === 'As NDJSON');
    await expect.poll(find).toBeDefined();
    read();
    const saved = await savedBy(() => {
      find()?.click();
      expect(read()).toBeLessThan(LINES);
    });
    expect(
      saved
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as LogLine).message),
    ).toEqual(lines.map(({ message }) => message));
    expect(page.inSight().at(-1)).toBe(LINES - 1);
  });

  it('lines in another script are not read for colours that none of them sets', async () => {
    const feed = createLogFeed();
    const stream = createLogStream(feed, { bufferLines: 100_000, bufferBytes: 1e9 });
    stream.connect();
    feed.append(Array.from({ length: LINES }, (_, at) => `${at} 行目です`));
    await expect.poll(() => stream.getSnapshot().view.blockAt?.(LINES - 5_000)).toBeDefined();
    const block = stream.getSnapshot().view.blockAt?.(0) as LineBlock;
    const message = vi.spyOn(Object.getPrototypeOf(block) as LineBlock, 'message');
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(LINES - 1);
    page.handle.scrollToSeq(20_000);
    await expect.poll(() => page.row(20_000)).toBeDefined();
    expect(message.mock.calls.length).toBeLessThan(FEW);
  });

  it('lines of a source without colours are not looked for among all that others have coloured', async () => {
    const feed = createLogFeed();
    const stream = createLogStream(feed, { bufferLines: 100_000, bufferBytes: 1e9 });
    stream.connect();
    feed.append(
      Array.from({ length: LINES }, (_, at) => ({
        message: at % 4 === 0 ? `plain ${at}` : `\u001b[32mgreen\u001b[0m ${at}`,
        labels: { stream: at % 4 === 0 ? 'stderr' : 'stdout', request_id: `r${at}` },
      })),
    );
    await expect.poll(() => stream.getSnapshot().view.blockAt?.(LINES - 5_000)).toBeDefined();
    const block = stream.getSnapshot().view.blockAt?.(0) as LineBlock;
    const labels = vi.spyOn(Object.getPrototypeOf(block) as LineBlock, 'labels');
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(LINES - 1);
    expect(labels.mock.calls.length).toBeLessThan(LINES / 2);
  });

  it('the menu of levels counts lines in slices, and shows all of them though none arrives', async () => {
    const { stream } = await openMany();
    const block = stream.getSnapshot().view.blockAt?.(0) as LineBlock;
    const shared = Object.getPrototypeOf(block) as LineBlock;
    const { countLevels } = shared;
    let inTask = 0;
    let most = 0;
    vi.spyOn(shared, 'countLevels').mockImplementation(function (this: unknown, from, to, into) {
      if (inTask === 0) soon(() => (inTask = 0));
      inTask += to - from;
      most = Math.max(most, inTask);
      countLevels.call(this, from, to, into);
    });
    await userEvent.click(browser.getByRole('button', { name: 'Levels' }).first());
    const shown = (level: string): string | undefined =>
      document.querySelector(`label[data-level="${level}"] [data-tailrace="count"]`)?.textContent;
    await expect.poll(() => [shown('info'), shown('warn')]).toEqual(['35,999', '3,999']);
    expect(most).toBeLessThan(LINES * 0.75);
  });

  it('a link leads to its line at once where the numbers agree, and elsewhere in slices', async () => {
    const { page, read } = await openMany();
    page.handle.scrollToSeq(20_000);
    await expect.poll(() => page.row(20_000)).toBeDefined();
    await userEvent.click(page.lineNumber(20_000));
    await expect.poll(() => location.hash).toContain('#L20001@i,');
    const link = location.hash;
    await userEvent.keyboard('{Escape}{End}');
    await expect.poll(() => page.inSight().at(-1)).toBe(LINES - 1);
    read();
    expect(page.handle.openLink(link)).toBe(true);
    await expect.poll(() => page.selected()).toEqual([20_000]);
    expect(read()).toBeLessThan(FEW);

    await userEvent.keyboard('{Escape}{End}');
    read();
    page.handle.openLink(link.replace('L20001', 'L1'));
    // It has not gone through all lines before whoever opened it goes on.
    expect(read()).toBeLessThan(LINES / 2);
    await expect.poll(() => page.selected()).toEqual([20_000]);
  });
});
