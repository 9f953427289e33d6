import { describe, expect, it } from 'vitest';
import type { LogGap, LogItem } from '../entry.js';
import { createLogStream } from '../log-stream.js';
import type { LogStreamOptions } from '../options.js';
import { COUNTED } from '../testing/server-kinds.js';
import { createSimulatedServer, type SimulatedServerOptions } from '../testing/simulated-server.js';
import { createVirtualClock, settle } from '../testing/virtual-clock.js';
import { unaccounted } from '../testing/unaccounted.js';

const text = (item: LogItem): string =>
  item.kind === 'log' ? item.message : `gap ${item.reason} ${item.missing ?? '?'}`;
function setup(server: SimulatedServerOptions, options: LogStreamOptions = {}) {
  const clock = createVirtualClock();
  const simulated = createSimulatedServer(clock, server);
  let release: (() => void) | undefined;
  let held: Promise<void> | undefined;
  let late = false;
  /** REST answers, once asked, only when it is let: with what there is then, or (`late`) with what there was. */
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const isPage = new URL(input instanceof Request ? input.url : input).pathname === '/rows';
    if (!isPage || !held) return simulated.fetch(input, init);
    if (!late) {
      await held;
      return simulated.fetch(input, init);
    }
    const answer = await simulated.fetch(input, init);
    await held;
    return answer;
  };
  const stream = createLogStream(simulated.source, {
    clock,
    random: () => 0.5,
    fetch,
    transport: 'sse',
    stallTimeout: 1e9,
    ...options,
  });
  const gaps: LogGap[] = [];
  stream.on('gap', (gap) => gaps.push(gap));
  let count = 0;
  return {
    clock,
    server: simulated,
    stream,
    gaps,
    shown: () => stream.getSnapshot().items.map(text),
    async flood(lines: number) {
      for (let n = 0; n < lines; n++) {
        simulated.write(`line ${(count += 1)}`);
        if (n % 500 === 499) await clock.run(1);
      }
      await clock.run(20);
    },
    hang(mode: 'fresh' | 'late') {
      late = mode === 'late';
      held = new Promise((resolve) => {
        release = resolve;
      });
    },
    async answer() {
      held = undefined;
      release?.();
      await settle();
      await clock.run(20);
    },
  };
}

const numbered = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => `line ${from + at}`);

describe('a loop that is slower than the stream', () => {
  it('costs no more than the buffer, and is told how many lines it missed', async () => {
    const { stream, flood } = setup(COUNTED, { bufferLines: 100 });
    const loop = stream[Symbol.asyncIterator]();
    await flood(50);
    const seen = [text((await loop.next()).value as LogItem), text((await loop.next()).value as LogItem)];
    await flood(10_000);
    expect(stream.getSnapshot().view.length).toBe(100);
    stream.disconnect();
    for (let step = await loop.next(); !step.done; step = await loop.next()) seen.push(text(step.value));
    expect(seen).toEqual([...numbered(1, 50), 'gap overflow 9900', ...numbered(9_951, 10_050)]);
  });

  it('is told what it missed before its first turn', async () => {
    const { stream, flood, clock } = setup(COUNTED, { bufferLines: 100 });
    const loop = stream[Symbol.asyncIterator]();
    await clock.run(10);
    await flood(1_000);
    expect((await loop.next()).value).toMatchObject({ kind: 'gap', reason: 'overflow', missing: 900 });
    expect((await loop.next()).value).toMatchObject({ message: 'line 901' });
    await loop.return?.();
  });

  it('begins with what is held when the stream has been running', async () => {
    const { stream, flood, clock } = setup(COUNTED, { bufferLines: 100 });
    stream.connect();
    await clock.run(10);
    await flood(1_000);
    const loop = stream[Symbol.asyncIterator]();
    expect((await loop.next()).value).toMatchObject({ message: 'line 901' });
    await loop.return?.();
  });
});

describe('a paused stream', () => {
  it('holds what it shows and a buffer, and tells on resuming how many lines nobody saw', async () => {
    const { stream, flood, shown, gaps, clock } = setup(COUNTED, { bufferLines: 100 });
    stream.connect();
    await clock.run(10);
    await flood(100);
    stream.pause();
    await flood(10_000);
    expect(shown()).toEqual(numbered(1, 100));
    stream.resume();
    expect(shown()).toEqual(['gap overflow 9900', ...numbered(10_001, 10_100)]);
    expect(gaps).toMatchObject([{ reason: 'overflow', missing: 9_900 }]);
    expect(gaps[0]?.from).toBeDefined();
    expect(gaps[0]?.to).toBeDefined();
    await flood(10);
    expect(shown()).toEqual(numbered(10_011, 10_110));
    expect(unaccounted(stream.getSnapshot().ledger)).toBe(0);
    stream.dispose();
  });

  it('tells of nothing when all that came is still held, or was cleared away', async () => {
    const { stream, flood, shown, gaps, clock } = setup(COUNTED, { bufferLines: 100 });
    stream.connect();
    await clock.run(10);
    await flood(50);
    stream.pause();
    await flood(80);
    stream.resume();
    expect(shown()).toEqual(numbered(31, 130));
    stream.pause();
    await flood(500);
    stream.clear();
    await flood(5);
    stream.resume();
    expect(shown()).toEqual(numbered(631, 635));
    expect(gaps).toEqual([]);
    stream.dispose();
  });
});

describe('live lines while REST does not answer', () => {
  it('are bounded, and none is missed when REST has them in the end', async () => {
    const { stream, flood, hang, answer, shown, gaps, clock } = setup(COUNTED, { bufferLines: 200 });
    await flood(50);
    hang('fresh');
    stream.connect();
    await clock.run(10);
    await flood(2_000);
    expect(shown()).toEqual([]);
    await answer();
    expect(shown()).toEqual(numbered(1_851, 2_050));
    expect(gaps).toEqual([]);
    const { ledger } = stream.getSnapshot();
    expect(ledger.dropped).toBe(0);
    expect(unaccounted(ledger)).toBe(0);
    stream.dispose();
  });

  it('are told with their count where REST does not have them', async () => {
    const { stream, flood, hang, answer, shown, gaps, clock } = setup(
      { ...COUNTED, ring: 100 },
      { bufferLines: 200 },
    );
    await flood(50);
    hang('late');
    stream.connect();
    await clock.run(10);
    await flood(2_000);
    await answer();
    await flood(1);
    expect(gaps).toMatchObject([{ reason: 'overflow', missing: 1_800 }]);
    expect(shown()).toEqual(numbered(1_852, 2_051));
    expect(stream.getSnapshot().ledger).toMatchObject({ stored: 251, dropped: 1_800, gaps: 1 });
    expect(unaccounted(stream.getSnapshot().ledger)).toBe(0);
    stream.dispose();
  });

  it('do not wait where it is a seam that is read again', async () => {
    const { stream, server, flood, hang, answer, shown, gaps, clock } = setup(
      { ...COUNTED, ring: 100 },
      { bufferLines: 200 },
    );
    stream.connect();
    await clock.run(10);
    await flood(50);
    await clock.run(6_000);
    server.cut();
    await clock.run(1_000);
    await flood(1);
    hang('late');
    await clock.run(5_000);
    await flood(2_000);
    expect(shown()).toEqual(numbered(1_852, 2_051));
    await answer();
    await flood(1);
    expect(shown()).toEqual(numbered(1_853, 2_052));
    expect(gaps).toEqual([]);
    expect(unaccounted(stream.getSnapshot().ledger)).toBe(0);
    stream.dispose();
  });
});
