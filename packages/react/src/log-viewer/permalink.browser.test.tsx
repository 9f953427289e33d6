import { createLogFeed, createLogStream, defineBackend } from '@tailrace/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { LogSelection } from './viewer-links.js';
import { serverLines } from './testing/samples.js';
import { stageStream } from './testing/staged-stream.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

const selectedTexts = (page: ViewerPage): readonly string[] =>
  page.selected().map((seq) => page.message(seq).textContent);

/** Selects lines by their numbers, as a person does. */
async function select(page: ViewerPage, from: number, to: number): Promise<void> {
  page.handle.scrollToSeq(from);
  await expect.poll(() => page.row(from)).toBeDefined();
  await userEvent.click(page.lineNumber(from));
  await userEvent.click(page.lineNumber(to), { modifiers: ['Shift'] });
}

const setHash = (hash: string): void =>
  history.replaceState(null, '', `${location.pathname}${location.search}${hash}`);

describe('links to lines', () => {
  afterEach(() => setHash(''));

  it('stand in the page’s address, and lead back to the same lines when it is loaded', async () => {
    const lines = serverLines(1_000);
    const first = await openViewer({ stream: stageStream(lines), permalinks: true });
    await expect.poll(() => first.inSight().at(-1)).toBe(999);
    await select(first, 119, 122);
    await expect.poll(() => location.hash).toMatch(/^#L120-L123@t,2026-11-03T09:41:23\.303Z,\w+;t,/);
    await first.unmount();

    const again = await openViewer({ stream: stageStream(lines), permalinks: true });
    await expect
      .poll(() => selectedTexts(again))
      .toEqual(lines.slice(119, 123).map(({ message }) => message));
    expect(again.inSight()).toContain(120);
    expect(again.part('viewport')?.dataset['following']).toBeUndefined();
    await again.unmount();

    // Loaded again much later, the log has grown and begins elsewhere: other numbers, the same lines.
    const later = await openViewer({ stream: stageStream(serverLines(2_000).slice(70)), permalinks: true });
    await expect
      .poll(() => selectedTexts(later))
      .toEqual(lines.slice(119, 123).map(({ message }) => message));
    expect(later.row(49)?.dataset['selected']).toBe('');
  });

  it('wait for lines that come later, and load older ones', async () => {
    const lines = serverLines(3_000);
    const source = await openViewer({ stream: stageStream(lines), permalinks: true });
    await expect.poll(() => source.rows().length).toBeGreaterThan(10);
    await select(source, 700, 701);
    await expect.poll(() => location.hash).toMatch(/^#L701-L702@/);
    await source.unmount();

    const stream = stageStream([]);
    stream.stage({ status: 'connecting', history: 'unknown' });
    let from = 2_000;
    const loadOlder = vi.fn(() => {
      from -= 500;
      stream.prepend(lines.slice(from, from + 500));
      stream.stage({ history: from === 0 ? 'start' : 'more' });
      return Promise.resolve(500);
    });
    stream.loadOlder = loadOlder;
    const page = await openViewer({ stream, permalinks: true });
    stream.append(lines.slice(2_000));
    expect(loadOlder).not.toHaveBeenCalled();
    stream.stage({ status: 'live', history: 'more' });
    await expect.poll(() => selectedTexts(page)).toEqual([lines[700]?.message, lines[701]?.message]);
    expect(loadOlder).toHaveBeenCalledTimes(3);
    expect(page.part('notice')).toBeUndefined();
  });

  it('say when their lines cannot be had, and give up when one selects others', async () => {
    const stream = stageStream(serverLines(50));
    stream.stage({ history: 'start' });
    setHash('#L3@t,2020-01-01T00:00:00Z,abc');
    const page = await openViewer({ stream, permalinks: true });
    await expect.poll(() => page.text('notice')).toContain('The linked lines are not held here');
    await userEvent.click(page.lineNumber(45));
    await expect.poll(() => page.part('notice')).toBeUndefined();
    expect(location.hash).toMatch(/^#L46@t,/);
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => location.hash).toBe('');
  });

  it('follow the page’s address', async () => {
    const page = await openViewer({ stream: stageStream(serverLines(500)), permalinks: true });
    await expect.poll(() => page.inSight().at(-1)).toBe(499);
    location.hash = '#L10-L12';
    await expect.poll(() => selectedTexts(page).length).toBe(3);
    expect(page.inSight()).toContain(10);
    location.hash = '#elsewhere';
    await expect.poll(() => location.hash).toBe('#elsewhere');
    expect(selectedTexts(page).length).toBe(3);
  });

  it('are told apart where several viewers stand on a page, and touch no address that is not theirs', async () => {
    const build = await openViewer({ stream: stageStream(serverLines(50)), permalinks: 'build' });
    const tests = await openViewer({ stream: stageStream(serverLines(50)), permalinks: 'tests' });
    const none = await openViewer({ stream: stageStream(serverLines(50)) });
    await expect.poll(() => none.rows().length).toBeGreaterThan(10);
    location.hash = '#tests:L41';
    await expect.poll(() => selectedTexts(tests).length).toBe(1);
    expect(selectedTexts(build)).toEqual([]);
    await userEvent.click(none.lineNumber(45));
    expect(location.hash).toBe('#tests:L41');
    await userEvent.click(build.lineNumber(46));
    await expect.poll(() => location.hash).toMatch(/^#build:L47@/);
  });

  it('are told to a page that keeps its address itself', async () => {
    const lines = serverLines(300).map((line, index) => ({ ...line, id: `line ${index}` }));
    const onSelectionChange = vi.fn<(selection: LogSelection | undefined) => void>();
    const page = await openViewer({ stream: stageStream(lines), onSelectionChange });
    await expect.poll(() => page.rows().length).toBeGreaterThan(10);
    await select(page, 200, 203);
    expect(onSelectionChange.mock.lastCall).toEqual([
      { from: 200, to: 203, link: 'L201-L204@i,line%20200;i,line%20203' },
    ]);
    expect(location.hash).toBe('');
    await userEvent.keyboard('{Escape}');
    expect(onSelectionChange.mock.lastCall).toEqual([undefined]);
    const other = await openViewer({ stream: stageStream(lines.slice(100)) });
    await expect.poll(() => other.rows().length).toBeGreaterThan(10);
    expect(other.handle.openLink('L201-L204@i,line%20200;i,line%20203')).toBe(true);
    await expect.poll(() => selectedTexts(other).length).toBe(4);
    expect(other.row(100)?.dataset['selected']).toBe('');
    expect(other.handle.openLink('section-2')).toBe(false);
  });

  it('are copied with a button and a key', async () => {
    const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    const page = await openViewer({ stream: stageStream(serverLines(50)), permalinks: true });
    await expect.poll(() => page.rows().length).toBeGreaterThan(10);
    await userEvent.click(page.lineNumber(45));
    const button = [...(page.part('selection')?.querySelectorAll('button') ?? [])].find(
      (each) => each.textContent === 'Copy link',
    );
    await userEvent.click(button as HTMLElement);
    expect(copied.mock.lastCall?.[0]).toBe(location.href);
    expect(location.hash).toMatch(/^#L46@/);
    await expect.poll(() => page.text('selection')).toContain('Copied');
    page.viewport.focus();
    await userEvent.keyboard('ky');
    await expect.poll(() => copied.mock.calls.length).toBe(2);
    expect(copied.mock.lastCall?.[0]).toContain('#L45@');
    copied.mockRestore();
  });

  it('are waited for no more when one selects others', async () => {
    const stream = stageStream(serverLines(50));
    const page = await openViewer({ stream });
    await expect.poll(() => page.rows().length).toBeGreaterThan(10);
    page.handle.openLink('L60');
    await expect.poll(() => page.text('notice')).toContain('not held here');
    await userEvent.click(page.lineNumber(45));
    await expect.poll(() => page.part('notice')).toBeUndefined();
    stream.append(serverLines(20, 50));
    await expect.poll(() => page.text('line-count')).toBe('70 lines');
    expect(selectedTexts(page).length).toBe(1);
    expect(page.row(45)?.dataset['selected']).toBe('');
  });

  it('stay where the page opens the same log anew, and go where it shows another', async () => {
    const [feed, other] = [createLogFeed(), createLogFeed()];
    for (const log of [feed, other]) log.append(serverLines(100));
    const page = await openViewer({ source: feed, permalinks: true });
    await expect.poll(() => page.inSight().at(-1)).toBe(99);
    await select(page, 50, 50);
    await expect.poll(() => location.hash).toMatch(/^#L51@/);
    await page.rerender({ source: feed, permalinks: true, bufferLines: 70 });
    await expect.poll(() => page.text('line-count')).toBe('70 lines');
    expect(location.hash).toMatch(/^#L51@/);
    await page.rerender({ source: other, permalinks: true });
    await expect.poll(() => page.text('line-count')).toBe('100 lines');
    expect(location.hash).toBe('');
  });

  it('are looked for anew in another log, while the one before is still asked', async () => {
    const lines = serverLines(100);
    const source = await openViewer({ stream: stageStream(lines), permalinks: true });
    await expect.poll(() => source.inSight().at(-1)).toBe(99);
    await select(source, 50, 50);
    await expect.poll(() => location.hash).toMatch(/^#L51@/);
    await source.unmount();

    const before = stageStream(serverLines(100, 1_000));
    before.stage({ history: 'more' });
    let end: (loaded: number) => void = () => undefined;
    const answer = new Promise<number>((done) => (end = done));
    before.loadOlder = () => answer;
    const after = stageStream(lines.slice(51));
    after.stage({ history: 'more' });
    after.loadOlder = () => {
      after.prepend(lines.slice(0, 51));
      return Promise.resolve(51);
    };
    const link = location.hash;
    const page = await openViewer({ stream: before });
    await expect.poll(() => page.inSight().at(-1)).toBe(99);
    page.handle.openLink(link);
    await page.rerender({ stream: after });
    await expect.poll(() => selectedTexts(page)).toEqual([lines[50]?.message]);
    end(0);
    await answer;
    expect(page.part('notice')).toBeUndefined();
  });

  it('hold over a real stream that loads only its newest lines', async () => {
    const all = serverLines(400).map(({ message, timestamp = '' }) => ({ message, timestamp }));
    const backend = defineBackend<{ message: string; timestamp: string }>({
      name: 'pages',
      transports: ['polling'],
      line: (raw) => raw,
      start: ({ lines }) => ({ path: '/lines', query: { limit: lines } }),
      catchUp: () => ({ path: '/lines' }),
    });
    const fetch = (input: unknown): Promise<Response> => {
      const limit = Number(new URL(String(input)).searchParams.get('limit') ?? all.length);
      return Promise.resolve(Response.json(all.slice(-limit)));
    };
    const open = (history: number) =>
      createLogStream(backend({ baseUrl: 'https://logs.test' }).log(), {
        fetch: fetch,
        history,
        pollInterval: 600_000,
      });
    const whole = open(400);
    const first = await openViewer({ stream: whole, permalinks: true });
    await expect.poll(() => first.rows().length).toBeGreaterThan(10);
    const seq = first.inSight().at(-3) as number;
    const text = first.row(seq)?.querySelector('[data-tailrace="message"]')?.textContent;
    await userEvent.click(first.lineNumber(seq));
    await expect.poll(() => location.hash).toMatch(/^#L398@t,/);
    await first.unmount();
    whole.dispose();
    const newest = open(50);
    const second = await openViewer({ stream: newest, permalinks: true });
    await expect.poll(() => selectedTexts(second)).toEqual([text]);
    expect(second.row(47)?.dataset['selected']).toBe('');
    newest.dispose();
  });
});
