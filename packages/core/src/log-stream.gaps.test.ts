/** What becomes of gaps: those that are filled late, evicted, cleared, or open at a reload. */
import { describe, expect, it } from 'vitest';
import type { Cursor, PageRequest } from './backends/source.js';
import type { LogStreamOptions } from './options.js';
import type { LogStream } from './stream-types.js';
import { numbered } from './testing/numbered.js';
import { numbers } from './testing/numbers.js';
import { COUNTED, IDS, TAIL } from './testing/server-kinds.js';
import { shortReplay } from './testing/short-replay.js';
import type { SimulatedServerOptions } from './testing/simulated-server.js';
import { simulateStream, textsOf } from './testing/simulated-stream.js';

const ROW_IDS: SimulatedServerOptions = { ...COUNTED, rowIds: true };

/** What a stream tells from now on is added to `told`, which is returned. */
function toldBy(stream: LogStream, told: string[] = []): string[] {
  for (const event of ['entries', 'filled'] as const)
    stream.on(event, (entries) => void told.push(...textsOf(entries)));
  return told;
}

/** Opens another stream where this one ends, as after a reload. */
function reload(stream: LogStream, open: (options: LogStreamOptions) => LogStream, told?: string[]) {
  const resume = stream.resumeToken() as string;
  stream.dispose();
  const next = open({ resume });
  return { next, told: toldBy(next, told) };
}

describe('a gap before all lines', () => {
  it('is not filled with later lines, even if the server moves on while REST is read', async () => {
    const { clock, server, stream, open } = simulateStream({ ...IDS, ring: 8, pageRows: 1 });
    const write = numbered(clock, server);
    write();
    stream.connect();
    await clock.run(100);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    const next = open({ resume });
    next.connect();
    write(8);
    await clock.run(100);
    next.disconnect();
    const older = next.loadOlder(1);
    write(8);
    next.connect();
    await clock.run(200_000);
    await older;
    const numbers = textsOf(next.getSnapshot().items).map(Number).filter(Number.isInteger);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    next.dispose();
  });
});

describe('a gap that is open at a reload', () => {
  it.each([IDS, COUNTED, { ...IDS, ring: 3 }])(
    'is reported again, and filled if possible: %o',
    async (kind) => {
      const { clock, server, stream, open, shown } = simulateStream(kind);
      const write = async (message: string): Promise<void> => {
        server.write(message);
        await clock.run(10_000);
      };
      await write('0');
      stream.connect();
      await clock.run(10_000);
      const restDown = server.refuseRows();
      server.cut();
      await write('1');
      await clock.run(20_000);
      await write('2');
      expect(shown()).toEqual(['0', 'gap outage', '2']);
      const resume = stream.resumeToken() as string;
      stream.dispose();
      const next = open({ resume });
      const { items, ledger } = next.getSnapshot();
      expect(items).toEqual([stream.getSnapshot().items[1]]);
      expect(ledger.gaps).toBe(1);
      next.connect();
      await clock.run(20_000);
      await write('3');
      if (kind.ring !== undefined) await write('4');
      restDown();
      await clock.run(120_000);
      await write('5');
      const lost = kind.ring === undefined ? [] : ['gap outage'];
      expect(textsOf(next.getSnapshot().items)).toEqual(expect.arrayContaining([...lost, '5']));
      await next.fill();
      await clock.run(100);
      const texts = textsOf(next.getSnapshot().items);
      expect(texts.filter((text) => text === '1')).toHaveLength(kind.ring === undefined ? 1 : 0);
      expect(texts.includes('gap outage')).toBe(kind.ring !== undefined);
      next.dispose();
    },
  );
});

describe('a gap that is open at a reload of a stream that has begun with one line', () => {
  it.each([IDS, COUNTED, ROW_IDS])(
    'is read from where it begins, not from the newest line on: %o',
    async (kind) => {
      const { clock, server, stream, open } = simulateStream(kind, { history: 1 });
      const write = numbered(clock, server);
      write(5);
      stream.connect();
      await clock.run(100);
      const restDown = server.refuseRows();
      server.cut();
      write();
      await clock.run(20_000);
      write(3);
      await clock.run(1);
      restDown();
      const { next, told } = reload(stream, open);
      next.connect();
      await clock.run(20_000);
      // The lines that were shown after it are held again, too, or there would be a hole before the next line.
      expect(textsOf(next.getSnapshot().items)).toEqual(['5', '6', '7', '8']);
      expect(told).toEqual(['5']);
      next.dispose();
    },
  );
});

describe('a gap before the first line that is open at a reload', () => {
  it.each([IDS, COUNTED, ROW_IDS])(
    'is filled without a hole where lines were shown before the reload: %o',
    async (kind) => {
      const { clock, server, stream, open, shown } = simulateStream({ ...kind, tick: 60_000 });
      const write = numbered(clock, server);
      stream.connect();
      await clock.run(20_000);
      const restDown = server.refuseRows();
      server.cut();
      write(2);
      await clock.run(20_000);
      write(3);
      await clock.run(1);
      expect(shown()).toEqual(['gap outage', '2', '3', '4']);
      const { next, told } = reload(stream, open);
      next.connect();
      await clock.run(60_000);
      restDown();
      write();
      await clock.run(20_000);
      await next.fill();
      expect(textsOf(next.getSnapshot().items)).toEqual(['0', '1', '2', '3', '4', '5']);
      expect(told.sort()).toEqual(['0', '1', '5']);
      next.dispose();
    },
  );
});

describe('a gap that is open at a reload, with more lines after it than a resume token remembers', () => {
  it.each([IDS, COUNTED, ROW_IDS])(
    'gets the missed line, and none of them is told again: %o',
    async (kind) => {
      const { clock, server, stream, open, shown } = simulateStream(kind);
      server.write('0');
      stream.connect();
      await clock.run(10_000);
      const restDown = server.refuseRows();
      server.cut();
      server.write('1');
      await clock.run(20_000);
      for (let n = 2; n < 400; n++) {
        clock.advance(1);
        server.write(String(n));
      }
      await clock.run(1);
      expect(shown().slice(0, 3)).toEqual(['0', 'gap outage', '2']);
      const { next, told } = reload(stream, open);
      next.connect();
      await clock.run(20_000);
      restDown();
      server.write('400');
      await clock.run(120_000);
      await next.fill();
      expect(textsOf(next.getSnapshot().items)).toEqual(numbers(1, 400));
      expect(told.sort()).toEqual(['1', '400']);
      next.dispose();
    },
  );
});

describe('several gaps that are open at a reload', () => {
  async function withGaps(kind: SimulatedServerOptions) {
    const simulated = simulateStream(kind);
    const { clock, server, stream, open } = simulated;
    const write = numbered(clock, server);
    write(2);
    stream.connect();
    await clock.run(100);
    const restDown = server.refuseRows();
    for (let outage = 0; outage < 3; outage++) {
      server.cut();
      write();
      await clock.run(20_000);
      write();
      await clock.run(1);
    }
    const gap = 'gap outage';
    expect(simulated.shown()).toEqual(['0', '1', gap, '3', gap, '5', gap, '7']);
    const told: string[] = [];
    return {
      clock,
      write,
      stream,
      reload: (old: LogStream) => reload(old, open, told).next,
      restDown,
      told,
    };
  }

  it.each([IDS, COUNTED, ROW_IDS])(
    'are filled in their places, and only what was missed is told: %o',
    async (kind) => {
      const { clock, write, stream, reload, restDown, told } = await withGaps(kind);
      const next = reload(stream);
      restDown();
      next.connect();
      await clock.run(20_000);
      write();
      await clock.run(20_000);
      expect(textsOf(next.getSnapshot().items)).toEqual(['2', '3', '4', '5', '6', '7', '8']);
      expect(told.sort()).toEqual(['2', '4', '6', '8']);
      await next.loadOlder();
      expect(textsOf(next.getSnapshot().items).slice(0, 3)).toEqual(['0', '1', '2']);
      next.dispose();
    },
  );

  it.each([IDS, COUNTED, ROW_IDS])(
    'stay in their places after two reloads, while REST is down: %o',
    async (kind) => {
      const { clock, write, stream, reload, restDown, told } = await withGaps(kind);
      const first = reload(stream);
      first.connect();
      await clock.run(1_000);
      const next = reload(first);
      next.connect();
      await clock.run(1_000);
      write();
      await clock.run(20_000);
      const gap = 'gap outage';
      // The last is for what may have been missed during the reload.
      expect(textsOf(next.getSnapshot().items)).toEqual([gap, gap, gap, gap, '8']);
      restDown();
      await clock.run(60_000);
      await next.fill();
      expect(textsOf(next.getSnapshot().items)).toEqual(['2', '3', '4', '5', '6', '7', '8']);
      expect(told.sort()).toEqual(['2', '4', '6', '8']);
      next.dispose();
    },
  );

  it.each([IDS, COUNTED, ROW_IDS])(
    'are at their places among older lines that are loaded first: %o',
    async (kind) => {
      const { clock, stream, reload, restDown, told } = await withGaps(kind);
      const next = reload(stream);
      restDown();
      await next.loadOlder();
      expect(textsOf(next.getSnapshot().items)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
      expect(told.sort()).toEqual(['2', '4', '6']);
      next.connect();
      await clock.run(20_000);
      expect(textsOf(next.getSnapshot().items)).toHaveLength(8);
      next.dispose();
    },
  );
});

describe('a log that is replayed in part', () => {
  it.each([
    [true, 3, 1],
    [false, 3, 1],
    [true, 30, 2],
    [false, 30, 2],
  ])(
    'has its gaps filled after a reload, with the lines shown after them: stamped %s, %i lines meanwhile',
    async (isStamped, meanwhile, gaps) => {
      const { clock, server, open } = simulateStream(TAIL);
      const write = numbered(clock, server);
      const source = shortReplay(server.source, 10, isStamped);
      const shown = (stream: LogStream): string[] => textsOf(stream.getSnapshot().items);
      write(10);
      const stream = open({}, source);
      stream.connect();
      await clock.run(10_000);
      const restDown = server.refuseRows();
      server.cut();
      write(30);
      await clock.run(10_000);
      write(5);
      await clock.run(10_000);
      expect(shown(stream)).toEqual([...numbers(0, 9), 'gap evicted', ...numbers(30, 44)]);
      const resume = stream.resumeToken() as string;
      stream.dispose();
      write(meanwhile);
      const next = open({ resume }, source);
      next.connect();
      await clock.run(10_000);
      const last = 44 + meanwhile;
      const news = numbers(Math.max(45, last - 9), last);
      expect(shown(next)).toEqual([...Array.from({ length: gaps }, () => 'gap evicted'), ...news]);
      restDown();
      await next.fill();
      expect(shown(next)).toEqual(numbers(10, last));
      await next.loadOlder();
      expect(shown(next)).toEqual(numbers(0, last));
      next.dispose();
    },
  );
});

describe('lines that passed by during a pause, behind a gap that did, too', () => {
  it('are filled in without the line before that gap, which was shown before a reload', async () => {
    const { clock, server, stream, open } = simulateStream({ ...IDS, inclusive: true }, { bufferLines: 3 });
    const write = numbered(clock, server);
    write();
    stream.connect();
    await clock.run(100);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    const restUp = server.refuseRows();
    const next = open({ resume });
    next.connect();
    next.pause();
    await clock.run(3_500);
    write(4);
    await clock.run(0);
    server.cut();
    restUp();
    next.resume();
    await clock.run(60_000);
    expect(textsOf(next.getSnapshot().items).slice(-3)).toEqual(['2', '3', '4']);
    expect(next.getSnapshot().ledger).toMatchObject({ stored: 4, gaps: 1 });
    next.dispose();
  });
});

describe('a gap from before a reload, with older lines that are loaded first', () => {
  it.each([1, 3, 6, 7])('takes the missing lines, at their place: %i', async (count) => {
    const { clock, server, stream, open } = simulateStream({ ...IDS, repeats: 4 });
    const write = numbered(clock, server);
    write();
    stream.connect();
    await clock.run(10_000);
    const restUp = server.refuseRows();
    server.cut();
    write(6);
    await clock.run(60_000);
    expect(textsOf(stream.getSnapshot().items)).toEqual(['0', 'gap outage', '3', '4', '5', '6']);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    const next = open({ resume });
    next.connect();
    const older = next.loadOlder(count);
    await clock.run(0);
    server.cut();
    restUp();
    await clock.run(60_000);
    await older;
    const numbers = textsOf(next.getSnapshot().items).map(Number).filter(Number.isInteger);
    expect(numbers).toEqual(expect.arrayContaining([1, 2, 6]));
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    next.dispose();
  });
});

describe('a gap that leaves the buffer while it is read', () => {
  it('is given up without an error, and its lines are not shown', async () => {
    const { clock, server, stream, open } = simulateStream(IDS);
    stream.dispose();
    let answer = (): void => undefined;
    const waits: Promise<void>[] = [];
    const fetch: typeof globalThis.fetch = async (...request) => {
      const response = await server.fetch(...request);
      await Promise.all(waits);
      return response;
    };
    const small = open({ bufferLines: 3, fetch });
    server.write('0');
    small.connect();
    await clock.run(10_000);
    const restDown = server.refuseRows();
    server.cut();
    server.write('1');
    await clock.run(20_000);
    server.write('2');
    await clock.run(1_000);
    expect(textsOf(small.getSnapshot().items)).toEqual(['0', 'gap outage', '2']);
    restDown();
    waits.push(new Promise((resolve) => (answer = resolve)));
    const filled = small.fill();
    for (const message of ['3', '4', '5']) server.write(message);
    await clock.run(0);
    answer();
    expect(await filled).toBe(0);
    expect(textsOf(small.getSnapshot().items)).toEqual(['3', '4', '5']);
    small.dispose();
  });
});

describe('a gap that turns out to be empty', () => {
  it.each([IDS, COUNTED, ROW_IDS])('disappears: %o', async (kind) => {
    const { clock, server, stream, shown } = simulateStream(kind);
    server.write('0');
    stream.connect();
    await clock.run(10_000);
    const restDown = server.refuseRows();
    server.cut();
    await clock.run(20_000);
    server.write('1');
    await clock.run(1_000);
    expect(shown()).toEqual(['0', 'gap outage', '1']);
    restDown();
    expect(await stream.fill()).toBe(1);
    expect(shown()).toEqual(['0', '1']);
    expect(stream.getSnapshot().ledger).toMatchObject({ stored: 2, gaps: 0 });
    stream.dispose();
  });
});

describe('a gap of which REST has only the beginning', () => {
  /** A stream that has missed 1, 2 and 3. REST lists no line that is `hidden`. */
  async function setup(kind: SimulatedServerOptions) {
    const { clock, server, open } = simulateStream(kind);
    const hidden = new Set<string>();
    const { catchUp } = server.source;
    const lagging = Object.create(server.source, {
      catchUp: {
        value: (cursor: Cursor): PageRequest | undefined => {
          const request = catchUp?.(cursor);
          if (!request) return undefined;
          const decode: PageRequest['decode'] = (...answer) => {
            const page = request.decode(...answer);
            return { ...page, lines: page.lines.filter(({ message }) => !hidden.has(message)) };
          };
          return { ...request, decode };
        },
      },
    }) as typeof server.source;
    const stream = open({}, lagging);
    const shown = (): string[] => textsOf(stream.getSnapshot().items);
    server.write('0');
    stream.connect();
    await clock.run(10_000);
    const restDown = server.refuseRows();
    server.cut();
    for (const message of ['1', '2', '3']) {
      server.write(message);
      clock.advance(1);
    }
    await clock.run(20_000);
    server.write('4');
    await clock.run(1_000);
    for (const message of ['2', '3', '4']) hidden.add(message);
    restDown();
    expect(await stream.fill()).toBe(0);
    expect(shown()).toEqual(['0', '1', 'gap outage', '4']);
    return { clock, server, stream, hidden, shown };
  }

  it.each([IDS, COUNTED, ROW_IDS])(
    'begins behind that, and closes once the rest is there: %o',
    async (kind) => {
      const { clock, stream, hidden, shown } = await setup(kind);
      hidden.clear();
      expect(await stream.fill()).toBe(1);
      expect(shown()).toEqual(['0', '1', '2', '3', '4']);
      await clock.run(100_000);
      expect(shown()).toEqual(['0', '1', '2', '3', '4']);
      stream.dispose();
    },
  );

  it.each([IDS, COUNTED, ROW_IDS])('gets the rest from a live stream that still has it: %o', async (kind) => {
    const server = { ...kind, replay: false };
    const { clock, server: simulated, stream, shown } = await setup(server);
    server.replay = true;
    simulated.cut();
    await clock.run(100_000);
    expect(shown()).toEqual(['0', '1', '2', '3', '4']);
    stream.dispose();
  });
});

describe('a gap in a log that repeats one line', () => {
  it('is filled with as many copies as are missing', async () => {
    const { clock, server, stream, shown } = simulateStream({ ...COUNTED, tick: 100_000 });
    const write = async (...messages: readonly string[]): Promise<void> => {
      for (const message of messages) server.write(message);
      await clock.run(10_000);
    };
    await write('0');
    stream.connect();
    await clock.run(100);
    const restDown = server.refuseRows();
    server.cut();
    await write('same', 'same', 'same');
    await write('same', 'same');
    expect(shown()).toEqual(['0', 'gap outage', 'same', 'same']);
    restDown();
    await clock.run(120_000);
    expect(shown()).toEqual(server.written);
    stream.dispose();
  });
});

describe('a gap that was evicted while a newer one is still held', () => {
  it('gives its lines up', async () => {
    const { clock, server, stream } = simulateStream(IDS, { bufferLines: 3 });
    const told: string[] = [];
    stream.on('entries', (entries) => void told.push(...textsOf(entries)));
    const write = async (message: string): Promise<void> => {
      server.write(message);
      await clock.run(1_000);
    };
    await write('0');
    stream.connect();
    await clock.run(100);
    const restDown = server.refuseRows();
    for (const [missed, live] of [
      ['1', '2'],
      ['3', '4'],
    ] as const) {
      server.cut();
      await write(missed);
      await write(live);
      await clock.run(10_000);
    }
    expect(textsOf(stream.getSnapshot().items)).toEqual(['2', 'gap outage', '4']);
    restDown();
    server.cut();
    await clock.run(120_000);
    expect(told).toEqual(['0', '2', '4']);
    expect(textsOf(stream.getSnapshot().items)).toEqual(['2', '3', '4']);
    stream.dispose();
  });
});

describe('a gap that is evicted after an older one was filled', () => {
  it('gives its lines up', async () => {
    const { clock, server, stream, shown } = simulateStream(IDS, { bufferLines: 12, history: 3 });
    const write = numbered(clock, server);
    write(5);
    stream.connect();
    await clock.run(100);
    const restDown = server.refuseRows();
    for (const missed of [1, 1, 8]) {
      server.cut();
      write(missed);
      await clock.run(20_000);
      write(2);
      await clock.run(1);
    }
    const gap = 'gap outage';
    expect(shown()).toEqual(['2', '3', '4', gap, '6', '7', gap, '9', '10', gap, '19', '20']);
    const oldest = stream.getSnapshot().items[3]?.seq;
    await clock.run(1_499);
    const filling = stream.fill(oldest);
    await clock.run(0);
    restDown();
    server.cut();
    await clock.run(200_000);
    await filling;
    expect(shown()).toEqual(['9', '10', '11', '12', '13', '14', '15', '16', '17', '18', '19', '20']);
    stream.dispose();
  });
});

describe('a gap that was evicted before a reload', () => {
  it('gives its lines up there as well', async () => {
    const { clock, server, stream, open } = simulateStream(
      { ...IDS, liveStart: 'since' },
      { bufferLines: 3 },
    );
    server.write('0');
    stream.connect();
    await clock.run(100);
    server.cut();
    const restDown = server.refuseRows();
    for (const message of ['1', '2', '3', '4']) {
      clock.advance(1);
      server.write(message);
    }
    await clock.run(4_000);
    expect(textsOf(stream.getSnapshot().items)).toEqual(['2', '3', '4']);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    const next = open({ resume });
    next.connect();
    server.write('5');
    await clock.run(4_000);
    restDown();
    await clock.run(60_000);
    expect(textsOf(next.getSnapshot().items)).toEqual(['5']);
    next.dispose();
  });
});

describe('a gap that appeared and was evicted while the stream was paused', () => {
  it('gives its lines up, although another gap stands for both', async () => {
    const { clock, server, stream } = simulateStream({ ...IDS, pageRows: 1 }, { bufferLines: 3 });
    const told: string[] = [];
    stream.on('entries', (entries) => void told.push(...textsOf(entries)));
    server.write('0');
    stream.connect();
    await clock.run(100);
    server.cut(1);
    stream.pause();
    const restDown = server.refuseRows();
    server.write('1');
    await clock.run(4_000);
    for (const message of ['2', '3', '4', '5', '6']) {
      clock.advance(1);
      server.write(message);
    }
    await clock.run(0);
    server.cut();
    restDown();
    stream.resume();
    await clock.run(120_000);
    expect(told).toEqual(['0', '2', '3', '4', '5', '6']);
    stream.dispose();
  });
});

describe('a gap whose lines a later live stream repeats', () => {
  it('gets them in their place, even if that stream is cut off before REST can be read', async () => {
    const { clock, server, open } = simulateStream({ ...IDS, liveStart: 'since' });
    const write = numbered(clock, server);
    let repeats = true;
    const stream = open({
      fetch(input, init) {
        const url = new URL(input as string);
        // From the year 2100 on: nothing is repeated.
        if (url.pathname === '/live' && !repeats) url.searchParams.set('since', '2100-01-01T00:00:00.000Z');
        return server.fetch(url, init);
      },
    });
    write(3);
    stream.connect();
    await clock.run(100);
    server.cut();
    write(2);
    repeats = false;
    const rowsUp = server.refuseRows();
    await clock.run(1_000);
    write(1);
    await clock.run(10);
    server.cut();
    await clock.run(10);
    const shown = (): string[] => textsOf(stream.getSnapshot().items);
    expect(shown()).toEqual(['0', '1', '2', 'gap evicted', '5']);
    repeats = true;
    rowsUp();
    server.slowRows(4_000, false);
    await clock.run(1_050);
    write(1);
    await clock.run(10);
    server.cut();
    await clock.run(10);
    expect(shown()).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    await clock.run(60_000);
    expect(shown()).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    stream.dispose();
  });
});

describe('lines that pass by during a pause', () => {
  it('are not told again when they are filled in for who was shown nothing', async () => {
    const { clock, server, stream } = simulateStream({ ...IDS, liveStart: 'since' }, { bufferLines: 3 });
    const write = numbered(clock, server);
    write(3);
    const told = toldBy(stream);
    stream.connect();
    await clock.run(100);
    const looped: string[] = [];
    void (async () => {
      for await (const item of stream) if (item.kind === 'log') looped.push(item.message);
    })();
    stream.pause();
    write(4);
    const rowsUp = server.refuseRows();
    server.cut();
    await clock.run(4_000);
    const { stored } = stream.getSnapshot().ledger;
    rowsUp();
    stream.resume();
    await clock.run(60_000);
    expect(stream.getSnapshot().ledger.stored).toBe(stored + 1);
    for (const lines of [told, looped]) expect(lines).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    stream.dispose();
  });
});

describe('a loop at a gap that REST fills only after the loop has waited for it', () => {
  /** A loop that takes `taken` items before the gap is filled, and all others then. `1` and `2` are missed. */
  async function loop(taken: number) {
    const { clock, server, stream } = simulateStream(IDS);
    const looped: string[] = [];
    let goOn = (): void => undefined;
    stream.connect();
    server.write('0');
    await clock.run(10_000);
    server.cut();
    const restDown = server.refuseRows();
    for (const message of ['1', '2']) server.write(message);
    await clock.run(2_000);
    for (const message of ['3', '4']) server.write(message);
    await clock.run(100_000);
    void (async () => {
      for await (const item of stream) {
        looped.push(...textsOf([item]));
        if (looped.length === taken) await new Promise<void>((resolve) => (goOn = resolve));
      }
    })();
    await clock.run(0);
    const before = [...looped];
    restDown();
    await clock.run(120_000);
    goOn();
    server.write('5');
    await clock.run(1_000);
    stream.dispose();
    return { before, looped };
  }

  it('gets its lines late if it has passed the gap', async () => {
    const { before, looped } = await loop(9);
    expect(before).toEqual(['0', 'gap outage', '3', '4']);
    expect(looped).toEqual([...before, '1', '2', '5']);
  });

  it('gets them in their place if it has not come there', async () => {
    const { before, looped } = await loop(1);
    expect(before).toEqual(['0']);
    expect(looped).toEqual(['0', '1', '2', '3', '4', '5']);
  });

  it('gets them next if it is just behind the gap', async () => {
    const { before, looped } = await loop(3);
    expect(before).toEqual(['0', 'gap outage', '3']);
    expect(looped).toEqual([...before, '1', '2', '4', '5']);
  });
});

describe('a gap before lines that a paused stream has evicted', () => {
  it('is not filled with lines that the resumed stream has shown', async () => {
    const { clock, server, stream, open } = simulateStream(
      { ...IDS, replay: true, pageRows: 1 },
      { bufferLines: 3 },
    );
    const write = (message: string): void => {
      clock.advance(1);
      server.write(message);
    };
    write('0');
    stream.connect();
    await clock.run(100);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    for (const message of ['1', '2', '3', '4', '5']) write(message);
    const next = open({ resume });
    const told = toldBy(next);
    const restDown = server.refuseRows();
    next.connect();
    next.pause();
    await clock.run(3_500);
    expect(textsOf(next.getSnapshot().items)).toEqual([]);
    restDown();
    server.cut();
    next.resume();
    await clock.run(60_000);
    expect(told).toEqual(['3', '4', '5', '1', '2']);
    expect(next.getSnapshot().ledger.stored).toBe(told.length);
    next.dispose();
  });
});

describe('a gap after a line that equals the one with which the resumed stream ended', () => {
  it('is not filled with that one', async () => {
    const { clock, server, stream, open } = simulateStream({ ...COUNTED, tick: 500 });
    stream.connect();
    server.write('equal');
    await clock.run(10);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    server.write('equal');
    const next = open({ resume });
    next.connect();
    await clock.run(10);
    const restDown = server.refuseRows();
    server.cut();
    server.write('equal');
    await clock.run(1_000);
    server.write('last');
    await clock.run(3_000);
    expect(textsOf(next.getSnapshot().items)).toEqual(['equal', 'gap outage', 'last']);
    restDown();
    await clock.run(60_000);
    expect(textsOf(next.getSnapshot().items)).toEqual(['equal', 'equal', 'last']);
    next.dispose();
  });
});

describe('a gap that was cleared away', () => {
  it('gives its lines up, even if older lines got its sequence number', async () => {
    const { clock, server, stream, shown } = simulateStream(IDS);
    const told: string[] = [];
    stream.on('entries', (entries) => void told.push(...textsOf(entries)));
    const write = async (message: string): Promise<void> => {
      server.write(message);
      await clock.run(1_000);
    };
    await write('0');
    stream.connect();
    await clock.run(100);
    server.cut();
    const restDown = server.refuseRows();
    await write('1');
    await clock.run(20_000);
    await write('2');
    expect(shown()).toEqual(['0', 'gap outage', '2']);
    stream.clear();
    restDown();
    await stream.loadOlder();
    expect(shown()).toEqual(['0', '1', '2']);
    server.cut();
    await clock.run(60_000);
    expect(shown()).toEqual(['0', '1', '2']);
    expect(told).toEqual(['0', '2']);
    stream.dispose();
  });
});

describe('older lines of a stream without lines', () => {
  it.each([IDS, COUNTED, TAIL, { ...IDS, liveStart: 'since' as const }])(
    'are shown once if it connects afterwards: %o',
    async (kind) => {
      const { clock, server, stream, shown } = simulateStream(kind);
      for (const message of ['0', '1', '2']) {
        server.write(message);
        await clock.run(1_000);
      }
      await stream.loadOlder(2);
      expect(shown()).toEqual(['1', '2']);
      server.write('3');
      await clock.run(1_000);
      stream.connect();
      await clock.run(10_000);
      server.write('4');
      await clock.run(1_000);
      expect(shown()).toEqual(['1', '2', '3', '4']);
      await stream.loadOlder(2);
      expect(shown()).toEqual(['0', '1', '2', '3', '4']);
      stream.dispose();
    },
  );

  it.each([IDS, COUNTED, ROW_IDS])(
    'leave no hole if they arrive after the lines it begins with: %o',
    async (kind) => {
      const { clock, server, stream, shown } = simulateStream(kind, { history: 3 });
      server.write('0');
      server.slowRows(600, true);
      const older = stream.loadOlder();
      await clock.run(1);
      server.slowRows(0, false);
      for (const message of ['1', '2', '3', '4']) server.write(message);
      stream.connect();
      await clock.run(1_000);
      expect(await older).toBe(0);
      expect(shown()).toEqual(['2', '3', '4']);
      expect(stream.getSnapshot().history).toBe('more');
      await stream.loadOlder();
      expect(shown()).toEqual(['0', '1', '2', '3', '4']);
      stream.dispose();
    },
  );

  it.each([IDS, COUNTED, TAIL])('are shown once while it connects: %o', async (kind) => {
    const { clock, server, stream, shown } = simulateStream(kind);
    for (const message of ['0', '1', '2']) server.write(message);
    stream.connect();
    const older = stream.loadOlder(2);
    await clock.run(10_000);
    await older;
    expect(shown()).toEqual(['0', '1', '2']);
    stream.dispose();
  });

  it.each([IDS, COUNTED, TAIL])(
    'are complete, even if they are requested while it connects without history: %o',
    async (kind) => {
      const { clock, server, stream, shown } = simulateStream({ ...kind, pageRows: 2 }, { history: 0 });
      for (const message of ['0', '1', '2']) server.write(message);
      stream.connect();
      const older = stream.loadOlder();
      await clock.run(10_000);
      await older;
      server.write('3');
      await clock.run(1_000);
      do await stream.loadOlder(1);
      while (stream.getSnapshot().history === 'more');
      expect(shown()).toEqual(['0', '1', '2', '3']);
      stream.dispose();
    },
  );

  it.each([IDS, COUNTED, TAIL])('contain no line written since, without history: %o', async (kind) => {
    const { clock, server, stream, shown } = simulateStream(kind, { history: 0 });
    server.write('0');
    stream.connect();
    await clock.run(1_000);
    server.cut();
    server.write('1');
    await stream.loadOlder(10);
    expect(shown()).toEqual(['0']);
    await clock.run(10_000);
    expect(shown()).toEqual(['0', '1']);
    stream.dispose();
  });
});

describe('a gap that is open at a reload and cleared after it', () => {
  it('takes its lines with it, instead of having them come as late ones', async () => {
    const { clock, server, stream, open } = simulateStream({ ...IDS, pageRows: 1, repeats: 4 });
    const write = numbered(clock, server);
    write();
    stream.connect();
    await clock.run(100);
    stream.disconnect();
    const restUp = server.refuseRows();
    write(5);
    stream.connect();
    await clock.run(4_000);
    const resume = stream.resumeToken() as string;
    expect(textsOf(stream.getSnapshot().items)).toEqual(['0', 'gap outage', '2', '3', '4', '5']);
    stream.dispose();
    const next = open({ resume });
    next.connect();
    await clock.run(3_000);
    write(3);
    next.clear();
    server.cut();
    restUp();
    await clock.run(200_000);
    write();
    await clock.run(200_000);
    expect(textsOf(next.getSnapshot().items)).not.toContain('1');
    next.dispose();
  });
});
