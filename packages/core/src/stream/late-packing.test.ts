/** Packing that comes late, where a stream does not begin by itself: it goes on from a token, or hears from another tab. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { packing } from '../buffer/packing.js';
import type { LogStream } from '../stream-types.js';
import '../testing/late-parts.js';
import { simulateStream } from '../testing/simulated-stream.js';
import { tabWorld } from '../testing/tab-world.js';
import { takeAway } from '../testing/take-away.js';

afterEach(() => void vi.restoreAllMocks());

const server = { identity: 'id', liveStart: 'now' } as const;
/** Large enough to be packed. */
const large = { bufferLines: 50_000, bufferBytes: 1e9, history: 20_000 };

/** Whether the first line is packed; what is shown is told to be what was written, each line once and in order, on the way. */
function packs(stream: LogStream, written: readonly string[]): boolean {
  const { view, items } = stream.getSnapshot();
  expect(items.map((item) => (item.kind === 'log' ? item.message : item.reason))).toEqual(written);
  expect(items.map(({ seq }) => seq)).toEqual(items.map((_, at) => at + (items[0]?.seq ?? 0)));
  return view.blockAt?.(0) !== undefined;
}

describe('a stream that goes on from a token', () => {
  it('packs what it missed, and what it loads before that, and goes on in both directions', async () => {
    const late = takeAway(packing);
    const log = simulateStream(server, large);
    const write = (from: number, to: number): void => {
      for (let n = from; n < to; n++) log.server.write(`line ${n}`);
    };
    write(0, 3_000);
    log.stream.connect();
    await log.clock.run(1_000);
    const token = log.stream.resumeToken();
    const next = log.stream.getSnapshot().items.length;
    log.stream.dispose();
    write(3_000, 9_000);
    const stream = log.open(token === undefined ? {} : { resume: token });
    stream.connect();
    await log.clock.run(1_000);
    expect(stream.getSnapshot().items[0]?.seq).toBe(next);
    expect(packs(stream, log.server.written.slice(3_000))).toBe(false);
    await late.come();
    await log.clock.run(100);
    expect(packs(stream, log.server.written.slice(3_000))).toBe(true);

    expect(await stream.loadOlder(3_000)).toBe(3_000);
    expect(packs(stream, log.server.written)).toBe(true);
    write(9_000, 10_000);
    await log.clock.run(10_000);
    expect(packs(stream, log.server.written)).toBe(true);
    expect(stream.getSnapshot().ledger).toMatchObject({
      stored: 10_000,
      dropped: 0,
      gaps: 0,
    });
    stream.dispose();
    expect(log.clock.pending).toBe(0);
  });
});

describe('streams that share tabs', () => {
  it('pack each its own lines, and go on when the tab that leads is gone', async () => {
    const late = takeAway(packing);
    const world = tabWorld(server);
    const write = (count: number): void => {
      for (let n = 0; n < count; n++) world.server.write(`line ${world.server.written.length}`);
    };
    write(5_000);
    const first = world.open(large);
    await world.clock.run(1_000);
    const second = world.open(large);
    await world.clock.run(2_000);
    write(1_500);
    await world.clock.run(2_000);
    expect(world.server.connections).toBe(1);
    for (const { stream } of [first, second]) expect(packs(stream, world.server.written)).toBe(false);
    await late.come();
    await world.clock.run(100);
    for (const { stream } of [first, second]) expect(packs(stream, world.server.written)).toBe(true);

    // One that comes later begins with what the others hold, packed or not.
    const third = world.open(large);
    await world.clock.run(2_000);
    expect(packs(third.stream, world.server.written)).toBe(true);
    first.tab.crash();
    write(1_500);
    await world.clock.run(60_000);
    for (const { stream } of [second, third]) {
      expect(stream.getSnapshot().status).toBe('live');
      expect(packs(stream, world.server.written)).toBe(true);
    }
  });
});
