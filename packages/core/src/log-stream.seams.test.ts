/** Cases in which REST and the live stream seem to contradict each other. */
import { describe, expect, it } from 'vitest';
import type { LogSource, PageRequest } from './backends/source.js';
import { createLogStream } from './log-stream.js';
import { createSimulatedServer, type SimulatedServerOptions } from './testing/simulated-server.js';
import { simulateStream, textsOf } from './testing/simulated-stream.js';
import { createVirtualClock } from './testing/virtual-clock.js';

const IDS: SimulatedServerOptions = { identity: 'id', liveStart: 'now' };
const COUNTED: SimulatedServerOptions = { identity: 'count', liveStart: 'now' };
const TAIL: SimulatedServerOptions = { identity: 'align', liveStart: 'tail' };

describe('timestamps that go back', () => {
  it.each([IDS, COUNTED])('hide no line of a live stream: %o', async (kind) => {
    const { clock, server, stream, shown } = simulateStream(kind, { history: 2 });
    for (const message of ['0', '1', '2', '3']) {
      server.write(message);
      await clock.run(1_000);
    }
    stream.connect();
    await clock.run(100);
    server.write('4');
    server.write('5, an hour ago', 3_600_000);
    await clock.run(100);
    expect(shown()).toEqual(['2', '3', '4', '5, an hour ago']);
    stream.dispose();
  });

  it('show a late line that is older than all others, and no gap', async () => {
    const { clock, server, stream, shown } = simulateStream({
      ...IDS,
      tick: 1_000,
      pageRows: 3,
      liveStart: 'since',
    });
    stream.connect();
    await clock.run(3);
    for (const message of ['late 0', 'late 1', 'late 2']) server.commitLate(message);
    server.write('3');
    server.write('4');
    server.cut();
    await clock.run(20_000);
    expect(shown().sort()).toEqual(['3', '4', 'late 0', 'late 1', 'late 2']);
    stream.dispose();
  });
});

describe('a stream that begins within a tick', () => {
  it.each([IDS, COUNTED])('does not show the older lines of that tick as new: %o', async (kind) => {
    const { clock, server, stream, shown } = simulateStream({ ...kind, tick: 1_000 }, { history: 2 });
    for (const message of ['0', '1', '2', '3']) server.write(message);
    stream.connect();
    await clock.run(20_000);
    server.cut();
    await clock.run(20_000);
    server.write('4');
    await clock.run(20_000);
    expect(shown()).toEqual(['2', '3', '4']);
    stream.dispose();
  });
});

describe('a replayed tail', () => {
  it('is not shown without history, and no line after it is missed', async () => {
    const { clock, server, stream, shown } = simulateStream(TAIL, { history: 0 });
    server.write('before');
    stream.connect();
    await clock.run(1_000);
    server.write('1');
    await clock.run(1_000);
    server.cut();
    server.write('2');
    await clock.run(20_000);
    expect(shown()).toEqual(['1', '2']);
    stream.dispose();
  });

  it('may be empty without history', async () => {
    const { clock, server, stream, shown } = simulateStream(TAIL, { history: 0 });
    stream.connect();
    await clock.run(1_000);
    server.cut();
    server.write('1');
    await clock.run(20_000);
    expect(shown()).toEqual(['1']);
    stream.dispose();
  });
});

describe('a server that restarts its log', () => {
  it.each([
    [IDS, 'epoch'],
    // Without ids the two look the same.
    [TAIL, 'evicted'],
  ])('is distinguished by its ids from one that has evicted lines: %o', async (kind, reason) => {
    const clock = createVirtualClock();
    const [before, after] = [createSimulatedServer(clock, kind), createSimulatedServer(clock, kind)];
    let current = before;
    const stream = createLogStream(before.source, {
      clock,
      random: () => 0.5,
      fetch: (...request) => current.fetch(...request),
      transport: 'sse',
    });
    before.write('old 0');
    before.write('old 1');
    stream.connect();
    await clock.run(20_000);
    before.cut();
    current = after;
    // Its ids start at the same number.
    after.write('new 0');
    after.write('new 1');
    await clock.run(20_000);
    after.write('new 2');
    await clock.run(20_000);
    const { items, ledger } = stream.getSnapshot();
    expect(textsOf(items)).toEqual(['old 0', 'old 1', `gap ${reason}`, 'new 0', 'new 1', 'new 2']);
    expect(ledger.gaps).toBe(1);
    stream.dispose();
  });
});

describe('a live stream that replays more than the queue can hold', () => {
  it.each([
    [IDS, 1],
    [IDS, 1e9],
    [COUNTED, 1],
    [COUNTED, 1e9],
  ])('while REST is slow, has no gap: %o, ticks of %i ms', async (kind, tick) => {
    const { clock, server, open } = simulateStream(
      { ...kind, tick, replay: true },
      { history: 5, bufferLines: 20 },
    );
    const slowly: typeof fetch = async (input, init) => {
      const answer = await server.fetch(input, init);
      if (typeof input === 'string' && input.includes('/rows'))
        await new Promise<void>((go) => clock.schedule(go, 50));
      return answer;
    };
    for (let n = 0; n < 100; n++) server.write(`${n}`);
    const stream = open({ fetch: slowly });
    stream.connect();
    await clock.run(20_000);
    expect(textsOf(stream.getSnapshot().items)).toEqual(['95', '96', '97', '98', '99']);
    server.cut();
    await clock.run(20_000);
    server.cut();
    server.write('100');
    await clock.run(20_000);
    expect(textsOf(stream.getSnapshot().items)).toEqual(['95', '96', '97', '98', '99', '100']);
    stream.dispose();
  });
});

describe('a log that was short when the stream disconnected', () => {
  it.each([IDS, COUNTED])('is continued from there, however long it has become: %o', async (kind) => {
    const { clock, server, stream } = simulateStream(kind, { history: 5, bufferLines: 8 });
    const told: string[] = [];
    stream.on('entries', (entries) => void told.push(...textsOf(entries)));
    stream.on('gap', (gap) => void told.push(...textsOf([gap])));
    server.write('0');
    stream.connect();
    await clock.run(1_000);
    server.cut();
    for (let n = 1; n < 20; n++) server.write(`${n}`);
    await clock.run(60_000);
    expect(told).toEqual(Array.from({ length: 20 }, (_, n) => `${n}`));
    stream.dispose();
  });
});

describe('a line that the server has edited', () => {
  it.each([
    ['polling', 1],
    ['polling', 3],
    ['sse', 2],
    ['sse', 3],
  ] as const)('is recognised as the same line, over %s, the newest of %i', async (transport, lines) => {
    const { clock, server, stream, shown } = simulateStream(IDS, { transport });
    for (let n = 0; n < lines; n++) {
      server.write(`${n}`);
      await clock.run(10_000);
    }
    stream.connect();
    await clock.run(20_000);
    const before = shown();
    server.edit('edited');
    server.cut();
    await clock.run(60_000);
    expect(shown()).toEqual(before);
    server.write('next');
    await clock.run(60_000);
    expect(shown()).toEqual([...before, 'next']);
    stream.dispose();
  });
});

describe('REST that is down', () => {
  it('does not hide earlier lines: they appear as soon as REST is back', async () => {
    const { clock, server, stream, shown } = simulateStream(IDS);
    server.write('0');
    const restDown = server.refuseRows();
    stream.connect();
    await clock.run(20_000);
    restDown();
    await clock.run(20_000);
    expect(shown()).toEqual(['0']);
    stream.dispose();
  });

  it('leaves nothing to be loaded if all lines were read once it is back, in however many pages', async () => {
    const { clock, server, open } = simulateStream({ ...IDS, pageRows: 1 });
    const counted = ({ decode, ...request }: PageRequest): PageRequest => ({
      ...request,
      decode(...parts) {
        const { next, ...page } = decode(...parts);
        return { ...page, total: server.written.length, ...(next ? { next: counted(next) } : {}) };
      },
    });
    const start = server.source.start as NonNullable<LogSource['start']>;
    const stream = open({}, { ...server.source, start: (request) => counted(start(request)) });
    for (const message of ['0', '1']) server.write(message);
    const restDown = server.refuseRows();
    stream.connect();
    await clock.run(20_000);
    restDown();
    await clock.run(20_000);
    expect(textsOf(stream.getSnapshot().items)).toEqual(['0', '1']);
    expect(stream.getSnapshot().history).toBe('start');
    stream.dispose();
  });

  it('leaves lines before the first one to be loaded', async () => {
    const { clock, server, stream, shown } = simulateStream(IDS);
    server.write('0');
    const restDown = server.refuseRows();
    stream.connect();
    await clock.run(20_000);
    server.write('1');
    await clock.run(20_000);
    expect(shown()).toEqual(['1']);
    restDown();
    await clock.run(60_000);
    expect(stream.getSnapshot().history).toBe('more');
    await stream.loadOlder();
    expect(shown()).toEqual(['0', '1']);
    stream.dispose();
  });

  it('after a reload leaves a gap before the first line, which is filled once REST is back', async () => {
    const { clock, server, stream, open } = simulateStream(COUNTED);
    server.write('0');
    stream.connect();
    await clock.run(20_000);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    server.write('1');
    const restDown = server.refuseRows();
    const next = open({ resume });
    next.connect();
    await clock.run(20_000);
    server.write('2');
    await clock.run(20_000);
    expect(textsOf(next.getSnapshot().items)).toEqual(['gap outage', '2']);
    restDown();
    await clock.run(120_000);
    expect(textsOf(next.getSnapshot().items)).toEqual(['1', '2']);
    next.dispose();
  });
});

describe('what cannot be decided', () => {
  it('byte-identical lines without ids in one tick look like earlier ones if the ring buffer wraps meanwhile', async () => {
    const { clock, server, stream, shown } = simulateStream({ ...COUNTED, ring: 3, tick: 1e9 });
    for (let copy = 0; copy < 3; copy++) server.write('same');
    stream.connect();
    await clock.run(100);
    server.cut();
    // The server has evicted the three lines shown, and the three lines that it has look the same.
    for (let copy = 0; copy < 3; copy++) server.write('same');
    await clock.run(20_000);
    expect(shown()).toEqual(['same', 'same', 'same']);
    server.write('another');
    await clock.run(100);
    expect(shown()).toEqual(['same', 'same', 'same', 'another']);
    stream.dispose();
  });
});

describe('an outage after which REST was not available', () => {
  it.each([10, 400, 20_000])(
    'is filled in its place once the next connection reads it: %i ms',
    async (down) => {
      const { clock, server, stream, shown } = simulateStream({ ...IDS, pageRows: 1 });
      server.write('0');
      stream.connect();
      await clock.run(100);
      server.cut();
      server.write('1');
      const restored = server.refuseRows();
      await clock.run(60_000);
      server.write('2');
      await clock.run(1);
      server.cut();
      await clock.run(down);
      restored();
      await clock.run(60_000);
      server.write('3');
      await clock.run(60_000);
      expect(shown()).toEqual(['0', '1', '2', '3']);
      stream.dispose();
    },
  );
});

describe('lines that were missed while timestamps went back', () => {
  /** `1` is missed; then the lines `live` arrive, each with this age. REST is back when the gap is reported. */
  async function missOne(...live: readonly (readonly [string, number])[]) {
    const { clock, server, stream, shown } = simulateStream({ ...IDS, pageRows: 1 });
    server.write('0');
    stream.connect();
    await clock.run(100);
    server.cut();
    server.write('1');
    const restored = server.refuseRows();
    stream.on('gap', restored);
    await clock.run(1_000);
    for (const [message, age] of live) server.write(message, age);
    server.commitLate('late');
    await clock.run(4_000);
    return { clock, server, stream, shown };
  }

  it('are shown before later lines, although the server has them after a live line', async () => {
    const { clock, server, stream, shown } = await missOne(['2', 1_001]);
    server.write('3');
    await clock.run(60_000);
    expect(shown()).toEqual(['0', '2', '1', 'late', '3']);
    const { received, stored, duplicates } = stream.getSnapshot().ledger;
    expect(received).toBe(stored + duplicates);
    stream.dispose();
  });

  it('are shown before the live lines between which the server has them', async () => {
    const { clock, stream, shown } = await missOne(['2', 0], ['3', 1_001]);
    await clock.run(60_000);
    expect(shown()).toEqual(['0', '1', '2', '3', 'late']);
    stream.dispose();
  });
});

describe('a gap before all lines', () => {
  it('is not filled with later lines, even if the server moves on while REST is read', async () => {
    const { clock, server, stream, open } = simulateStream({ ...IDS, ring: 8, pageRows: 1 });
    const write = (): void => {
      clock.advance(1);
      server.write(String(server.written.length));
    };
    write();
    stream.connect();
    await clock.run(100);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    const next = open({ resume });
    next.connect();
    for (let n = 0; n < 8; n++) write();
    await clock.run(100);
    next.disconnect();
    const older = next.loadOlder(1);
    for (let n = 0; n < 8; n++) write();
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

describe('a log that was seen empty', () => {
  it('does not show lines that were evicted unseen after newer ones', async () => {
    const { clock, server, stream } = simulateStream(IDS, { bufferLines: 3 });
    const told: string[] = [];
    stream.on('entries', (entries) => void told.push(...textsOf(entries)));
    stream.on('gap', (gap) => void told.push(...textsOf([gap])));
    stream.connect();
    await clock.run(100);
    server.cut();
    for (const message of ['1', '2', '3', '4']) {
      clock.advance(1);
      server.write(message);
    }
    await clock.run(60_000);
    expect(told).toEqual(['gap evicted', '2', '3', '4']);
    stream.dispose();
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

describe('a replay that stops while REST is read', () => {
  it.each([
    [3, ['7', '8', '9']],
    [10_000, ['0', '1', 'gap evicted', '2', '3', '4', '5', '6', '7', '8', '9']],
  ])(
    'fills its part of the gap if the server has evicted it by the time REST is read: a buffer of %i lines',
    async (bufferLines, held) => {
      const { clock, server, stream, shown } = simulateStream(
        { ...IDS, liveStart: 'since', ring: 8 },
        { bufferLines },
      );
      const told: string[] = [];
      for (const event of ['entries', 'filled'] as const)
        stream.on(event, (entries) => void told.push(...textsOf(entries)));
      stream.on('gap', (gap) => void told.push(...textsOf([gap])));
      const write = (message: string): void => {
        clock.advance(1);
        server.write(message);
      };
      write('0');
      stream.connect();
      await clock.run(100);
      server.cut();
      for (const message of ['1', '2', '3']) write(message);
      const goOn = server.stall(2);
      const restDown = server.refuseRows();
      await clock.run(1_500);
      for (const message of ['4', '5', '6', '7', '8', '9']) write(message);
      restDown();
      await clock.run(5_000);
      expect(told).toEqual(['0', 'gap evicted', '2', '3', '4', '5', '6', '7', '8', '9', '1']);
      expect(shown()).toEqual(held);
      goOn();
      await clock.run(60_000);
      expect(told).toHaveLength(11);
      expect(shown()).toEqual(held.filter((text) => text !== 'gap evicted'));
      expect(stream.getSnapshot().ledger).toMatchObject({ stored: 10, dropped: 0, gaps: 0 });
      stream.dispose();
    },
  );
});

describe('a live stream that lags behind REST', () => {
  /** Lines 1 to 3 arrive live and wait, 4 to 9 do not; then REST is read, and has 5 to 9. */
  async function lag(kind: SimulatedServerOptions, bufferLines = 10_000, before = ['0']) {
    const stalled = simulateStream({ ...kind, ring: 5, pageRows: 3 }, { bufferLines });
    const { clock, server, stream } = stalled;
    const told: string[] = [];
    for (const event of ['entries', 'filled'] as const)
      stream.on(event, (entries) => void told.push(...textsOf(entries)));
    stream.on('gap', (gap) => void told.push(...textsOf([gap])));
    const write = (...messages: readonly string[]): void => {
      for (const message of messages) {
        clock.advance(1);
        server.write(message);
      }
    };
    write(...before);
    stream.connect();
    await clock.run(100);
    const restDown = server.refuseRows();
    server.cut();
    await clock.run(500);
    write('1', '2', '3');
    await clock.run(0);
    const goOn = server.stall(0);
    write('4', '5', '6', '7', '8', '9');
    restDown();
    await clock.run(5_000);
    return { ...stalled, told, goOn };
  }

  it.each([IDS, COUNTED])('places each line that only it still has, however late: %o', async (kind) => {
    const { clock, stream, shown, goOn } = await lag(kind);
    expect(shown()).toEqual(['0', 'gap evicted', '1', '2', '3', 'gap evicted', '5', '6', '7', '8', '9']);
    goOn();
    await clock.run(100);
    expect(shown()).toEqual(['0', 'gap evicted', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(stream.getSnapshot().ledger).toMatchObject({ stored: 10, dropped: 0, gaps: 1 });
    stream.dispose();
  });

  it('delivers lines that are placed in a gap to a loop that has already passed the gap', async () => {
    const { clock, stream, goOn } = await lag(IDS);
    const looped: string[] = [];
    void (async () => {
      for await (const item of stream) looped.push(...textsOf([item]));
    })();
    await clock.run(20_000);
    expect(looped).toEqual(['0', 'gap evicted', '1', '2', '3', 'gap evicted', '5', '6', '7', '8', '9']);
    goOn();
    await clock.run(100);
    expect(looped.slice(11)).toEqual(['4']);
    stream.dispose();
  });

  it('needs no gap of their own for lines that there is no room for', async () => {
    const { stream, shown, told } = await lag(IDS, 2);
    expect(told).toEqual(['0', 'gap evicted', '5', '6', '7', '8', '9', '2', '3']);
    expect(shown()).toEqual(['8', '9']);
    expect(stream.getSnapshot().ledger).toMatchObject({ stored: 8, dropped: 1, gaps: 2 });
    stream.dispose();
  });

  it.each([IDS, COUNTED])('places them even if there is no line before them: %o', async (kind) => {
    const { stream, shown } = await lag(kind, undefined, []);
    expect(shown()).toEqual(['gap evicted', '1', '2', '3', 'gap evicted', '5', '6', '7', '8', '9']);
    stream.dispose();
  });

  it('places what it brings while REST is still being read', async () => {
    const { clock, server, stream, shown } = simulateStream({
      ...IDS,
      liveStart: 'since',
      ring: 30,
      pageRows: 1,
    });
    const write = (message: number): void => {
      clock.advance(1);
      server.write(String(message));
    };
    write(0);
    stream.connect();
    await clock.run(100);
    server.cut();
    const restDown = server.refuseRows();
    await clock.run(1_000);
    for (let message = 1; message <= 75; message++) write(message);
    restDown();
    await clock.run(60_000);
    expect(shown()).toEqual(Array.from({ length: 76 }, (_, message) => String(message)));
    stream.dispose();
  });

  it('keeps the gap behind its lines if it was cut off among them', async () => {
    const { clock, server, stream, shown } = await lag(IDS);
    server.cut();
    await clock.run(60_000);
    expect(shown()).toEqual(['0', 'gap evicted', '1', '2', '3', 'gap evicted', '5', '6', '7', '8', '9']);
    stream.dispose();
  });
});

describe('a stream that has seen an empty log', () => {
  it.each([IDS, COUNTED])(
    'has a gap for what it missed while REST is down, and then the lines at their place: %o',
    async (kind) => {
      const { clock, server, stream, shown } = simulateStream(kind);
      stream.connect();
      await clock.run(100);
      const restDown = server.refuseRows();
      server.cut();
      for (const message of ['1', '2']) {
        clock.advance(1);
        server.write(message);
      }
      await clock.run(1_000);
      server.write('3');
      await clock.run(10_000);
      expect(shown()).toEqual(['gap outage', '3']);
      restDown();
      await clock.run(120_000);
      // That the server has forgotten none before them, nothing proves.
      expect(shown()).toEqual(['gap outage', '1', '2', '3']);
      stream.dispose();
    },
  );
});

describe('a seam that is read again before the live stream has brought a line', () => {
  it.each([IDS, COUNTED])(
    'has a gap for what the server has forgotten of a log that was empty, and then the lines at their place: %o',
    async (kind) => {
      const { clock, server, stream, shown } = simulateStream({ ...kind, ring: 5 });
      stream.connect();
      await clock.run(100);
      const goOn = server.stall(0);
      for (let n = 0; n < 10; n++) {
        clock.advance(1);
        server.write(`${n}`);
      }
      await clock.run(10_000);
      expect(shown()).toEqual(['gap evicted', '5', '6', '7', '8', '9']);
      goOn();
      await clock.run(100);
      expect(shown()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
      expect(stream.getSnapshot().ledger).toMatchObject({ stored: 10, duplicates: 5, gaps: 0 });
      stream.dispose();
    },
  );
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
    const filled: string[] = [];
    next.on('filled', (entries) => void filled.push(...textsOf(entries)));
    const restDown = server.refuseRows();
    next.connect();
    next.pause();
    await clock.run(3_500);
    expect(textsOf(next.getSnapshot().items)).toEqual([]);
    restDown();
    server.cut();
    next.resume();
    await clock.run(60_000);
    expect(filled).toEqual(['1', '2']);
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
