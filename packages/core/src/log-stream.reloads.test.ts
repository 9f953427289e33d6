/** Gaps that are open at a reload. */
import { describe, expect, it } from 'vitest';
import type { LogStream } from './stream-types.js';
import { numbered } from './testing/numbered.js';
import { numbers } from './testing/numbers.js';
import { reload } from './testing/reload.js';
import { COUNTED, IDS, ROW_IDS, TAIL } from './testing/server-kinds.js';
import { shortReplay } from './testing/short-replay.js';
import type { SimulatedServerOptions } from './testing/simulated-server.js';
import { simulateStream, textsOf } from './testing/simulated-stream.js';

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

describe('older lines that are asked for while the server replays lines after a reload', () => {
  it('can be read later: the log does not seem to begin where it is held', async () => {
    const { clock, server, open } = simulateStream(TAIL);
    const write = numbered(clock, server);
    const source = shortReplay(server.source, 3, false);
    write(5);
    const stream = open({}, source);
    stream.connect();
    await clock.run(1_000);
    expect(textsOf(stream.getSnapshot().items)).toEqual(['2', '3', '4']);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    const next = open({ resume }, source);
    next.connect();
    const older = next.loadOlder();
    await clock.run(1_000);
    expect(await older).toBe(0);
    expect(next.getSnapshot().history).toBe('more');
    await next.loadOlder();
    expect(textsOf(next.getSnapshot().items)).toEqual(numbers(0, 4));
    expect(next.getSnapshot().history).toBe('start');
    next.dispose();
  });
});

describe('older lines of a log without timestamps, with a gap from before a reload', () => {
  it.each([1, 500])('are those before that gap, in pages of %i', async (pageRows) => {
    const { clock, server, open } = simulateStream({ ...TAIL, pageRows }, { history: 1 });
    const source = shortReplay(server.source, 3, false);
    const write = numbered(clock, server);
    write(5);
    const stream = open({}, source);
    stream.connect();
    await clock.run(100);
    const restDown = server.refuseRows();
    server.cut();
    write(4);
    await clock.run(20_000);
    expect(textsOf(stream.getSnapshot().items)).toEqual(['2', '3', '4', 'gap evicted', '6', '7', '8']);
    const { next } = reload(stream, (options) => open(options, source));
    next.connect();
    write(4);
    const older = next.loadOlder(1);
    await clock.run(250);
    restDown();
    await clock.run(20_000);
    await older;
    const isAtStart = (): boolean => next.getSnapshot().history === 'start';
    for (let reads = 0; reads < 30 && !isAtStart(); reads++) await next.loadOlder(1);
    await next.fill();
    expect(textsOf(next.getSnapshot().items)).toEqual(numbers(0, 12));
    next.dispose();
  });
});
