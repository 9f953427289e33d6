/** Scrolling up: what is loaded, where it is placed, and what the stream then says about the lines before it. */
import { describe, expect, it, vi } from 'vitest';
import type { LogSource } from '../backends/source.js';
import type { LogStreamOptions } from '../options.js';
import { COUNTED, IDS } from '../testing/server-kinds.js';
import type { SimulatedServerOptions } from '../testing/simulated-server.js';
import { simulateStream, textsOf } from '../testing/simulated-stream.js';

const SINCE: SimulatedServerOptions = { identity: 'id', liveStart: 'since' };

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, at) => String(from + at));

/** {@link simulateStream}, with lines that were written before, a millisecond apart. */
function setup(kind: SimulatedServerOptions, lines: number, options: LogStreamOptions = {}) {
  const simulated = simulateStream(kind, options);
  const { clock, server, stream } = simulated;
  const write = (...messages: readonly string[]): void => {
    for (const message of messages) {
      clock.advance(1);
      server.write(message);
    }
  };
  write(...numbers(0, lines));
  return { ...simulated, write, history: () => stream.getSnapshot().history };
}

/** The source with another read of older lines. */
const withOlder = (source: LogSource, older: NonNullable<LogSource['older']>): LogSource =>
  Object.create(source, { older: { value: older } }) as LogSource;

describe('what is known of older lines', () => {
  it('is that there are more until none is new, and then that the server does not give them', async () => {
    const { clock, stream, shown, history } = setup({ ...IDS, ring: 5 }, 8, { history: 3 });
    stream.connect();
    await clock.run(100);
    expect(await stream.loadOlder(2)).toBe(2);
    expect([shown(), history()]).toEqual([numbers(3, 8), 'more']);
    expect(await stream.loadOlder(2)).toBe(0);
    expect(history()).toBe('unavailable');
    stream.dispose();
  });

  it('stays that the start is reached, however often they are read', async () => {
    const { clock, stream, shown, history } = setup(IDS, 5, { history: 3 });
    stream.connect();
    await clock.run(100);
    for (const loaded of [2, 0]) {
      expect(await stream.loadOlder(10)).toBe(loaded);
      expect([shown(), history()]).toEqual([numbers(0, 5), 'start']);
    }
    stream.dispose();
  });

  it('is that there are more once the first of them has left the buffer again', async () => {
    const { clock, stream, write, shown, history } = setup(IDS, 5, { history: 2, bufferLines: 6 });
    stream.connect();
    await clock.run(100);
    await stream.loadOlder(10);
    expect([shown(), history()]).toEqual([numbers(0, 5), 'start']);
    write('5', '6');
    await clock.run(100);
    expect([shown(), history()]).toEqual([numbers(1, 7), 'more']);
    stream.dispose();
  });

  it('is that there are more if the buffer has no room for all that were read', async () => {
    const { clock, server, stream, open } = setup(IDS, 6);
    stream.dispose();
    const whole = withOlder(
      server.source,
      () => server.source.older?.({ oldest: undefined, newer: 0, limit: 9 }) as never,
    );
    const small = open({ history: 3, bufferLines: 5 }, whole);
    small.connect();
    await clock.run(100);
    expect(await small.loadOlder(9)).toBe(2);
    expect(textsOf(small.getSnapshot().items)).toEqual(numbers(1, 6));
    expect(small.getSnapshot().history).toBe('more');
    expect(await small.loadOlder(9)).toBe(0);
    small.dispose();
  });

  it('is that there are more as long as the server has another page', async () => {
    const { clock, server, stream, open } = setup(IDS, 6);
    stream.dispose();
    const request = (newer: number) => server.source.older?.({ oldest: undefined, newer, limit: 1 }) as never;
    const paged = withOlder(server.source, ({ newer }) => {
      const first = request(newer) as Record<string, unknown> & {
        decode(body: unknown, ...rest: never[]): object;
      };
      return {
        ...first,
        decode: (body: unknown) => ({ ...first.decode(body), truncated: false, next: request(9) }),
      } as never;
    });
    const next = open({ history: 3 }, paged);
    next.connect();
    await clock.run(100);
    expect(await next.loadOlder(1)).toBe(1);
    expect(next.getSnapshot().history).toBe('more');
    next.dispose();
  });
});

describe('a request for older lines', () => {
  it('counts the lines that are held or known to be missing, and no gap', async () => {
    const { clock, server, stream, write, open } = setup(IDS, 2);
    stream.dispose();
    const older = vi.fn(server.source.older);
    const next = open({ maxMessageBytes: 1_000 }, withOlder(server.source, older));
    next.connect();
    await clock.run(100);
    write('x'.repeat(2_000), '3');
    await clock.run(100);
    expect(textsOf(next.getSnapshot().items)).toEqual(['0', '1', 'gap oversize', '3']);
    await next.loadOlder();
    expect(older.mock.calls[0]?.[0].newer).toBe(4);
    next.dispose();
  });

  it('gets the lines of the same millisecond, too, from a server that gives those before an id', async () => {
    const { clock, server, stream, shown, history } = setup({ ...IDS, olderById: true }, 3, { history: 2 });
    for (const line of numbers(3, 8)) server.write(line);
    stream.connect();
    await clock.run(100);
    expect(await stream.loadOlder(2)).toBe(2);
    expect(shown()).toEqual(numbers(4, 8));
    while (history() !== 'start') await stream.loadOlder(2);
    expect(shown()).toEqual(numbers(0, 8));
    stream.dispose();
  });

  it('leaves gaps alone that are further down', async () => {
    const { clock, server, stream, write, open } = setup({ ...IDS, ring: 3 }, 1);
    stream.dispose();
    const fetch = vi.fn(server.fetch);
    const next = open({ fetch });
    next.connect();
    await clock.run(10_000);
    server.cut();
    write(...numbers(1, 6));
    await clock.run(60_000);
    expect(textsOf(next.getSnapshot().items)).toEqual(['0', 'gap evicted', '3', '4', '5']);
    fetch.mockClear();
    await next.loadOlder();
    expect(fetch).toHaveBeenCalledTimes(1);
    next.dispose();
  });
});

describe('older lines that arrive when the stream has moved on', () => {
  /** A stream whose older lines arrive when `answer` is called. */
  function delayed(kind: SimulatedServerOptions, lines: number, options: LogStreamOptions = {}) {
    const simulated = setup(kind, lines);
    const { server, stream, open } = simulated;
    stream.dispose();
    let answer = (): void => undefined;
    const wait = new Promise<void>((resolve) => (answer = resolve));
    const fetch: typeof globalThis.fetch = async (url, init) => {
      const response = await server.fetch(url, init);
      if ((url as string).includes('whole')) await wait;
      return response;
    };
    return { ...simulated, stream: open({ ...options, fetch }), answer, fetch };
  }

  it('leave no line out that was cleared away meanwhile', async () => {
    const { clock, server, stream, write, shown } = setup(IDS, 5, { history: 2 });
    stream.connect();
    await clock.run(100);
    server.slowRows(500, true);
    const loaded = stream.loadOlder(2);
    await clock.run(100);
    stream.clear();
    write('5');
    await clock.run(1_000);
    expect([await loaded, shown()]).toEqual([0, ['5']]);
    server.slowRows(0, false);
    await stream.loadOlder(2);
    expect(shown()).toEqual(['3', '4', '5']);
    stream.dispose();
  });

  it('do not bring back what has come and was cleared away meanwhile', async () => {
    const { clock, server, stream, shown } = setup(IDS, 5);
    server.slowRows(500, true);
    stream.connect();
    await clock.run(1);
    const loaded = stream.loadOlder(2);
    stream.on('entries', () => stream.clear());
    await clock.run(1_000);
    expect([await loaded, shown()]).toEqual([0, []]);
    stream.dispose();
  });

  it('leave no line out that was written meanwhile, if it has connected without history', async () => {
    const { clock, stream, write, answer } = delayed(IDS, 1, { history: 0 });
    const older = stream.loadOlder(1);
    await clock.run(0);
    write('1');
    stream.connect();
    await clock.run(1_000);
    answer();
    await older;
    write('2');
    await clock.run(1_000);
    for (let reads = 0; reads < 5; reads++) await stream.loadOlder(1);
    expect(textsOf(stream.getSnapshot().items)).toEqual(['0', '1', '2']);
    stream.dispose();
  });
});

describe('a late line that equals another, after older lines were read', () => {
  /** Where lines begin, how many, and how many milliseconds late the line is. */
  it.each([
    ['of the tick in which the stream has begun', 1, 1_000],
    ['of the first tick from which the seam is read again', 4, 3_000],
  ])('is shown if it is %s', async (_where, history, age) => {
    const { clock, server, stream, shown } = simulateStream({ ...COUNTED, tick: 1_000 }, { history });
    for (const message of ['b', 'a', 'b']) server.write(message);
    clock.advance(2_000);
    for (const message of ['b', 'b', 'a']) server.write(message);
    stream.connect();
    await clock.run(1_000);
    server.write('c');
    await clock.run(0);
    await stream.loadOlder(9);
    server.write(age === 1_000 ? 'a' : 'b', age);
    await clock.run(10_000);
    expect(shown().sort()).toEqual([...server.written].sort());
    stream.dispose();
  });
});

describe('a reconnect after older lines were read', () => {
  it.each([IDS, COUNTED, SINCE])('goes on after the newest: %o', async (kind) => {
    const { clock, server, stream, write, shown, open } = setup(kind, 5, { history: 2 });
    stream.connect();
    await clock.run(10_000);
    await stream.loadOlder(2);
    expect(shown()).toEqual(numbers(1, 5));
    server.cut();
    write('5');
    await clock.run(20_000);
    expect(shown()).toEqual(numbers(1, 6));
    const resume = stream.resumeToken() as string;
    stream.dispose();
    write('6');
    const next = open({ resume });
    next.connect();
    await clock.run(20_000);
    expect(textsOf(next.getSnapshot().items)).toEqual(['6']);
    next.dispose();
  });
});

describe('a reload after more older lines were read than a resume token remembers', () => {
  it.each([IDS, COUNTED])('goes on after the newest, too: %o', async (kind) => {
    const { clock, stream, write, shown, open, history } = setup({ ...kind, replay: true }, 400, {
      history: 2,
    });
    stream.connect();
    await clock.run(10_000);
    await stream.loadOlder(500);
    expect([shown(), history()]).toEqual([numbers(0, 400), 'start']);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    write('400');
    const next = open({ resume });
    next.connect();
    await clock.run(20_000);
    expect(textsOf(next.getSnapshot().items)).toEqual(['400']);
    next.dispose();
  });
});

describe('older lines around a gap that was open at a reload', () => {
  /** A server that lists no lines from a place in the log on, until `answerReads` is called. */
  function withoutReads(fetch: typeof globalThis.fetch) {
    let answers = false;
    return {
      answerReads: () => (answers = true),
      fetch: (async (url, init) => {
        const isRead = (url as string).includes('/rows') && !(url as string).includes('tail');
        return isRead && !answers ? Response.json({ rows: [], more: false, chain: 0 }) : fetch(url, init);
      }) as typeof globalThis.fetch,
    };
  }

  it.each([
    ['what is before it', 400, ['0']],
    ['nothing from before it', 399, []],
  ])('have it in its place: the page has %s', async (_what, limit, first) => {
    const { clock, server, stream, write, open } = setup(IDS, 1);
    stream.connect();
    await clock.run(10_000);
    const restDown = server.refuseRows();
    server.cut();
    write('1');
    await clock.run(20_000);
    write(...numbers(2, 400));
    await clock.run(1);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    restDown();
    const { fetch, answerReads } = withoutReads(server.fetch);
    const next = open({ resume, fetch });
    await next.loadOlder(limit);
    answerReads();
    expect(textsOf(next.getSnapshot().items)).toEqual([...first, 'gap outage', ...numbers(2, 400)]);
    next.connect();
    await clock.run(20_000);
    write('400');
    await clock.run(1_000);
    while (next.getSnapshot().history === 'more') await next.loadOlder(10);
    await next.fill();
    expect(textsOf(next.getSnapshot().items)).toEqual(numbers(0, 401));
    next.dispose();
  });

  it('have what was read in the tick in which it begins', async () => {
    const { clock, server, stream, open } = simulateStream({ ...COUNTED, tick: 1_000 });
    server.write('0');
    server.write('1');
    stream.connect();
    await clock.run(10);
    const restDown = server.refuseRows();
    server.cut();
    server.write('missed');
    await clock.run(20_000);
    // The token remembers 256 lines: the first line is none of them.
    for (const line of numbers(2, 257)) server.write(line);
    await clock.run(1);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    restDown();
    const { fetch, answerReads } = withoutReads(server.fetch);
    const next = open({ resume, fetch });
    await next.loadOlder(300);
    answerReads();
    expect(next.getSnapshot().history).toBe('start');
    const items = textsOf(next.getSnapshot().items);
    expect(items).toEqual(['0', '1', 'missed', 'gap outage', ...numbers(2, 257)]);
    next.connect();
    await clock.run(20_000);
    expect(textsOf(next.getSnapshot().items)).toEqual(['0', '1', 'missed', ...numbers(2, 257)]);
    next.dispose();
  });
});
