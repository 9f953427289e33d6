/** Packing that comes late, where a stream does not begin by itself: it goes on from a token, or hears from another tab. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { packing } from '../buffer/packing.js';
import type { LogStream } from '../stream-types.js';
import '../testing/late-parts.js';
import { IDS } from '../testing/server-kinds.js';
import { simulateStream } from '../testing/simulated-stream.js';
import { createVirtualClock } from '../testing/virtual-clock.js';
import { tabWorld } from '../testing/tab-world.js';
import { takeAway } from '../testing/take-away.js';
import { createLatePacking } from './late-packing.js';

afterEach(() => void vi.restoreAllMocks());

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
    const log = simulateStream(IDS, large);
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

    const loading = stream.loadOlder(3_000);
    await log.clock.run(10);
    expect(await loading).toBe(3_000);
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
    const world = tabWorld(IDS);
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

describe('a stream that is not connected', () => {
  it('packs the many older lines that it loads, and leaves no timer behind', async () => {
    const log = simulateStream(IDS, { ...large, history: 100 });
    for (let n = 0; n < 9_000; n++) log.server.write(`line ${n}`);
    log.stream.connect();
    await log.clock.run(1_000);
    log.stream.disconnect();
    const loading = log.stream.loadOlder(8_900);
    await log.clock.run(100);
    expect(await loading).toBe(8_900);
    expect(packs(log.stream, log.server.written)).toBe(true);
    expect(log.stream.getSnapshot().view.blockAt?.(5_000)).toBeDefined();
    expect(log.clock.pending).toBe(0);
    log.stream.dispose();
  });
});

describe('packing what is left', () => {
  /** `chunks`: how many are left to pack, one of which fits into a slice. */
  function start(chunks: number) {
    const clock = createVirtualClock();
    const left = { chunks };
    const errors: string[] = [];
    const some = vi.fn();
    const packed = vi.fn();
    const packLeft = vi.fn(() => (left.chunks -= 1) <= 0);
    const error = ({ message }: { readonly message: string }): void => void errors.push(message);
    const packing = createLatePacking({ buffer: { packLeft }, clock, error, some, packed });
    return { clock, left, errors, some, packed, packLeft, packing };
  }

  it('goes on slice by slice, one at a time, says after each that some are packed, and once that all are', async () => {
    const { clock, some, packed, packLeft, packing } = start(3);
    packing.left();
    packing.left();
    expect(clock.pending).toBe(1);
    expect(packLeft).not.toHaveBeenCalled();
    await clock.run(0);
    expect(packLeft).toHaveBeenCalledTimes(3);
    expect(some).toHaveBeenCalledTimes(3);
    expect(packed).toHaveBeenCalledTimes(1);
    expect(clock.pending).toBe(0);
  });

  it('stops at once, whatever ages meanwhile, and goes on when it may', async () => {
    const { clock, left, packed, packLeft, packing } = start(1);
    packing.left();
    packing.stop();
    packing.left();
    expect(clock.pending).toBe(0);
    packing.start();
    packing.start();
    expect(clock.pending).toBe(1);
    await clock.run(0);
    expect(packed).toHaveBeenCalledTimes(1);
    packing.start();
    expect(clock.pending).toBe(0);
    left.chunks = 1;
    packing.left();
    await clock.run(0);
    expect(packLeft).toHaveBeenCalledTimes(2);
  });

  it('asks for its code once at a time, tries again with what ages next, and reports a failure once', async () => {
    const late = takeAway(packing);
    const { clock, errors, packed, packing: one } = start(1);
    one.left();
    one.left();
    expect(late.asked).toBe(1);
    await late.fail();
    expect(late.asked).toBe(0);
    one.left();
    await late.fail();
    expect(errors).toEqual(['not loaded']);
    one.left();
    one.stop();
    await late.come();
    expect(clock.pending).toBe(0);
    one.start();
    await clock.run(0);
    expect(packed).toHaveBeenCalledTimes(1);
  });
});
