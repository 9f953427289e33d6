import {
  createLogFeed,
  createLogStream,
  defineBackend,
  LogStreamError,
  type LogStream,
} from '@tailrace/core';
import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { serverLines } from './testing/samples.js';
import { stageStream } from './testing/staged-stream.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

interface Row {
  readonly message: string;
  readonly timestamp: string;
}

const START = Date.UTC(2026, 10, 3);
const row = (index: number): Row => ({
  message: `row ${index}`,
  timestamp: new Date(START + index * 1_000).toISOString(),
});

/** A server with rows and REST pages, that counts what it is asked. */
function createServer(count: number) {
  const rows = Array.from({ length: count }, (_, index) => row(index));
  const asked: string[] = [];
  const backend = defineBackend<Row>({
    name: 'pages',
    transports: ['polling'],
    line: (raw) => raw,
    start: ({ lines }) => ({ path: '/start', query: { limit: lines }, about: () => ({ truncated: true }) }),
    catchUp: ({ cursor }) => ({ path: '/since', query: { since: cursor.since } }),
    older: ({ oldest, limit }) => ({
      path: '/older',
      query: { before: oldest?.timestamp, limit },
      about: (body) => ({ truncated: (body as Row[])[0]?.timestamp !== rows[0]?.timestamp }),
    }),
  });
  const answer = (url: URL): readonly Row[] => {
    const get = (name: string): string | undefined => url.searchParams.get(name) ?? undefined;
    const limit = Number(get('limit') ?? rows.length);
    const since = get('since');
    if (url.pathname === '/since')
      return rows.filter((each) => since === undefined || each.timestamp >= since);
    const before = get('before');
    const older = before === undefined ? rows : rows.filter((each) => each.timestamp < before);
    return older.slice(-limit);
  };
  const fetch = (input: RequestInfo | URL): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.pathname === '/older') asked.push(url.search);
    return Promise.resolve(Response.json(answer(url)));
  };
  const open = (bufferLines: number): LogStream =>
    createLogStream(backend({ baseUrl: 'https://logs.test' }).log(), {
      fetch,
      history: 300,
      bufferLines,
      pollInterval: 50,
    });
  return {
    open,
    asked,
    write: (more: number) => {
      for (let left = more; left > 0; left -= 1) rows.push(row(rows.length));
    },
  };
}

const messageAt = (page: ViewerPage): string | undefined =>
  page
    .rows()
    .find((each) => Number(each.dataset['seq']) === page.inSight()[1])
    ?.querySelector('[data-tailrace="message"]')?.textContent ?? undefined;

describe('older lines from a server', () => {
  it('come by themselves, leave what is read in its place, and are asked for once', async () => {
    const server = createServer(2_000);
    const stream = server.open(10_000);
    const page = await openViewer({ stream });
    await expect.poll(() => page.text('line-count')).toBe('300 lines');
    page.viewport.focus();
    await userEvent.keyboard('f');
    page.handle.scrollToSeq(12, { align: 'start' });
    await expect.poll(() => page.inSight()[0]).toBe(12);
    await page.wheel(-40);
    await expect.poll(() => page.text('line-count')).toBe('800 lines');
    await expect.poll(() => page.inSight()[0]).toBe(10);
    expect(page.placeOf(12)).toBe(40);
    expect(messageAt(page)).toBe('row 1711');

    // Up to the very start: each page once.
    await expect
      .poll(async () => {
        await page.wheel(-8_000);
        return page.text('older');
      })
      .toBe('Start of the log');
    await expect.poll(() => page.text('line-count')).toBe('2,000 lines');
    const { length } = server.asked;
    expect(new Set(server.asked).size).toBe(length);
    for (const y of [60_000, -60_000, 60_000, -60_000]) {
      await page.wheel(y);
      await expect.poll(() => (y < 0 ? page.viewport.scrollTop : page.fromEnd())).toBeLessThan(2);
    }
    expect(page.row(-1_700)?.textContent).toContain('row 0');
    expect(server.asked).toHaveLength(length);
    stream.dispose();
  });

  it('do not say that a log starts here when its first lines have left the buffer', async () => {
    const server = createServer(600);
    const stream = server.open(600);
    const page = await openViewer({ stream });
    await expect.poll(() => page.text('line-count')).toBe('300 lines');
    await expect
      .poll(async () => {
        await page.wheel(-20_000);
        return page.text('older');
      })
      .toBe('Start of the log');
    page.handle.follow(true);
    server.write(50);
    await expect.poll(() => page.row(349)).toBeDefined();
    await page.wheel(-30_000);
    await expect.poll(() => page.inSight()[0]).toBe(-250);
    await expect
      .poll(() => page.text('older'))
      .toContain('No room for older lines: 600 lines are held. Clear them, or download the full log.');
    expect(page.text('older')).not.toContain('Start of the log');
    stream.dispose();
  });

  it('are missed where no server has them', async () => {
    const feed = createLogFeed();
    const page = await openViewer({ source: feed, bufferLines: 100 });
    feed.append(Array.from({ length: 80 }, (_, index) => ({ message: `row ${index}` })));
    await expect.poll(() => page.text('line-count')).toBe('80 lines');
    expect(page.part('older')).toBeUndefined();
    feed.append(Array.from({ length: 80 }, (_, index) => ({ message: `row ${80 + index}` })));
    await expect
      .poll(() => page.text('older'))
      .toBe('Older lines are no longer held, only the newest 100 lines');
    await expect.poll(() => page.inSight()).toContain(159);
    expect(page.fromEnd()).toBeLessThanOrEqual(1);
  });

  it('are missed also where they left before anybody looked', async () => {
    const feed = createLogFeed();
    const stream = createLogStream(feed, { bufferLines: 100 });
    stream.connect();
    for (let at = 0; at < 160; at += 1) feed.append(`row ${at}`);
    const page = await openViewer({ stream });
    await expect
      .poll(() => page.text('older'))
      .toBe('Older lines are no longer held, only the newest 100 lines');
    stream.dispose();
  });

  it('stop at the buffer’s bound, which says so and asks no server', async () => {
    const server = createServer(2_000);
    const stream = server.open(1_000);
    const page = await openViewer({ stream });
    await expect.poll(() => page.text('line-count')).toBe('300 lines');
    await expect
      .poll(async () => {
        await page.wheel(-20_000);
        return page.text('older');
      })
      .toContain('No room for older lines: 1,000 lines are held.');
    expect(page.inSight()[0]).toBe(-700);
    const { length } = server.asked;
    await page.wheel(3_000);
    await page.wheel(-9_000);
    await expect.poll(() => page.viewport.scrollTop).toBeLessThan(2);
    expect(server.asked).toHaveLength(length);

    // New lines take the place of the oldest; those in sight stay, and what went between is said.
    const place = page.placeOf(-698);
    server.write(400);
    await expect.poll(() => page.text('new-lines')).toBe('400 new lines');
    expect(Math.abs(page.placeOf(-698) - place)).toBeLessThanOrEqual(1);
    expect(page.row(-698)?.textContent).toContain('row 1002');
    expect(page.text('line-count')).toBe('1,000 lines');
    await page.wheel(400);
    await expect.poll(() => page.text('trimmed')).toMatch(/^\d+ lines left the buffer here$/);
    stream.dispose();
  });

  it('that cannot be loaded for one log are not missed in another that is shown by then', async () => {
    const [first, second] = [stageStream(serverLines(50)), stageStream(serverLines(40))];
    for (const stream of [first, second]) stream.stage({ history: 'more' });
    let fail: (reason: LogStreamError) => void = () => undefined;
    const answer = new Promise<number>((_, reject) => (fail = reject));
    first.loadOlder = () => answer;
    const page = await openViewer({ stream: first });
    await expect.poll(() => page.text('older')).toBe('Load older lines');
    page.viewport.focus();
    await userEvent.keyboard('o');
    await page.rerender({ stream: second });
    await expect.poll(() => page.text('line-count')).toBe('40 lines');
    fail(new LogStreamError('aborted', 'The stream has been disposed of.'));
    await answer.catch(() => undefined);
    second.stage({ progress: 50 });
    await expect.poll(() => page.part('progress')).toBeDefined();
    expect(page.text('older')).toBe('Load older lines');
  });
});
