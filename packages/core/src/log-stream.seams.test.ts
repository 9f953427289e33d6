/** Cases in which REST and the live stream seem to contradict each other. */
import { describe, expect, it } from 'vitest';
import type { LogSource, PageRequest } from './backends/source.js';
import { createLogStream } from './log-stream.js';
import { COUNTED, IDS, TAIL } from './testing/server-kinds.js';
import { createSimulatedServer } from './testing/simulated-server.js';
import { simulateStream, textsOf } from './testing/simulated-stream.js';
import { createVirtualClock } from './testing/virtual-clock.js';

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
    // By then the seam was read again.
    await clock.run(20_000);
    server.write('6, two hours ago', 7_200_000);
    await clock.run(100);
    expect(shown()).toEqual(['2', '3', '4', '5, an hour ago', '6, two hours ago']);
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

  it('is not shown without history, however late it comes', async () => {
    const { clock, server, stream, shown } = simulateStream(TAIL, { history: 0 });
    server.write('before');
    const goOn = server.stall(0);
    stream.connect();
    await clock.run(1_000);
    goOn();
    await clock.run(1_000);
    server.write('1');
    await clock.run(1_000);
    expect(shown()).toEqual(['1']);
    stream.dispose();
  });

  it('shows where the existing lines end if REST does not work', async () => {
    const { clock, server, stream, shown } = simulateStream(TAIL, { history: 0 });
    const errors: string[] = [];
    stream.on('error', ({ kind }) => void errors.push(kind));
    server.write('before');
    server.refuseRows();
    stream.connect();
    await clock.run(10_000);
    expect(stream.getSnapshot().status).toBe('live');
    server.write('1');
    await clock.run(1_000);
    expect(shown()).toEqual(['1']);
    expect(errors).toEqual([]);
    stream.dispose();
  });

  it('may be empty without history, and the first line after it is shown', async () => {
    const { clock, server, stream, shown } = simulateStream(TAIL, { history: 0 });
    stream.connect();
    await clock.run(1_000);
    server.write('1');
    await clock.run(1_000);
    expect(shown()).toEqual(['1']);
    stream.dispose();
  });

  it('may be empty without history until it is cut off', async () => {
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

  it('does not keep a stream from going live that begins with its existing lines', async () => {
    const { clock, server, stream, shown } = simulateStream({ ...IDS, liveStart: 'since' });
    const errors: string[] = [];
    stream.on('error', ({ kind }) => void errors.push(kind));
    server.write('0');
    const restDown = server.refuseRows();
    stream.connect();
    while (stream.getSnapshot().status !== 'live') await clock.run(10);
    // The failed attempt, and what the next one goes without.
    expect(errors).toEqual(['server', 'server']);
    await clock.run(20_000);
    server.write('1');
    await clock.run(20_000);
    expect(stream.getSnapshot().status).toBe('live');
    expect(shown()).toEqual(['0', '1']);
    restDown();
    server.write('2');
    await clock.run(120_000);
    expect(shown()).toEqual(['0', '1', '2']);
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

  it('after a reload leaves a gap from before it and one from after it, which are filled once REST is back', async () => {
    const { clock, server, stream, open } = simulateStream(IDS);
    server.write('0');
    stream.connect();
    await clock.run(100);
    const restDown = server.refuseRows();
    stream.disconnect();
    clock.advance(1);
    server.write('1');
    stream.connect();
    await clock.run(10_000);
    server.write('2');
    await clock.run(10_000);
    expect(textsOf(stream.getSnapshot().items)).toEqual(['0', 'gap outage', '2']);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    server.write('3');
    const next = open({ resume });
    const told: string[] = [];
    next.on('filled', (entries) => told.push(...textsOf(entries)));
    next.connect();
    await clock.run(10_000);
    server.write('4');
    await clock.run(10_000);
    expect(textsOf(next.getSnapshot().items)).toEqual(['gap outage', 'gap outage', '4']);
    restDown();
    server.cut();
    await clock.run(60_000);
    expect(textsOf(next.getSnapshot().items)).toEqual(['1', '2', '3', '4']);
    expect(told.sort()).toEqual(['1', '3']);
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

  it('hides no line of an earlier outage that became visible late', async () => {
    const { clock, server, stream, shown } = simulateStream(IDS);
    server.write('0');
    stream.connect();
    await clock.run(10_000);
    // The first outage is read, but for a line of its middle that is committed only after that.
    server.refuse(1_000, 0);
    server.cut();
    const missed = Array.from({ length: 30 }, (_, n) => `${n + 1}`);
    for (const line of missed) {
      server.write(line);
      await clock.run(1_000);
    }
    server.refuse(0, 0);
    while (shown().length <= missed.length) await clock.run(100);
    server.commitLate('late', 20_000);
    // Before it is read a second time, a second outage begins, after which REST is down.
    const restored = server.refuseRows();
    server.cut();
    await clock.run(10_000);
    expect(shown()).toEqual(['0', ...missed]);
    restored();
    await clock.run(120_000);
    expect([...shown()].sort()).toEqual(['0', ...missed, 'late'].sort());
    stream.dispose();
  });

  it('is told of, as is each attempt to read it that fails', async () => {
    const { clock, server, stream } = simulateStream(IDS);
    const errors: string[] = [];
    stream.on('error', ({ kind, message }) => void errors.push(`${kind}: ${message}`));
    server.write('0');
    stream.connect();
    await clock.run(1_000);
    expect(errors).toEqual([]);
    // What was read is read a second time, for lines that became visible late.
    server.refuseRows();
    await clock.run(60_000);
    expect(errors.length).toBeGreaterThan(1);
    for (const error of errors) expect(error).toMatch(/^server: /);
    stream.dispose();
  });

  it('is read from where it began, however many lines it has', async () => {
    const { clock, server, stream, shown } = simulateStream(IDS, { history: 10 });
    const gaps: unknown[] = [];
    stream.on('gap', (gap) => void gaps.push(gap));
    const lines = Array.from({ length: 250 }, (_, n) => `${n}`);
    for (const line of lines.slice(0, 50)) {
      server.write(line);
      clock.advance(10);
    }
    stream.connect();
    await clock.run(10_000);
    server.cut();
    for (const line of lines.slice(50)) {
      server.write(line);
      clock.advance(10);
    }
    await clock.run(60_000);
    expect(shown()).toEqual(lines.slice(40));
    expect(gaps).toEqual([]);
    stream.dispose();
  });

  it('is filled in its place by the first poll, if no stream can be opened any more', async () => {
    const clock = createVirtualClock();
    const server = createSimulatedServer(clock, IDS);
    let down = false;
    const stream = createLogStream(server.source, {
      clock,
      random: () => 0.5,
      stallTimeout: 1e9,
      fetch: (input, init) =>
        down && (input as string).includes('/live')
          ? Promise.reject(new TypeError('down'))
          : server.fetch(input, init),
    });
    const shown = (): string[] => textsOf(stream.getSnapshot().items);
    server.write('0');
    stream.connect();
    await clock.run(10_000);
    const restored = server.refuseRows();
    server.cut();
    server.write('1');
    await clock.run(20_000);
    server.write('2');
    await clock.run(100);
    expect(shown()).toEqual(['0', 'gap outage', '2']);
    down = true;
    server.cut();
    await clock.run(1);
    server.write('3');
    restored();
    await clock.run(120_000);
    expect(stream.getSnapshot().status).toBe('polling');
    expect(shown()).toEqual(['0', '1', '2', '3']);
    stream.dispose();
  });
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
