/** Streams on a fallback: they look beside it whether a better transport gets through. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { beside } from './connection/beside.js';
import type { LogStreamOptions } from './options.js';
import { behind, inBlocks, saying, untilAborted, type Live } from './testing/behind.js';
import { takeAway } from './testing/take-away.js';

afterEach(() => void vi.restoreAllMocks());

/** Puts what is not to get through between a server and its streams, until it is switched off. */
function start(blocked: Live, options?: LogStreamOptions) {
  let isOn = true;
  let times = 0;
  const open = new Set<AbortSignal>();
  const live: Live = (response, signal, clock) => {
    times += 1;
    open.add(signal);
    signal.addEventListener('abort', () => open.delete(signal));
    return isOn ? blocked(response, signal, clock) : response;
  };
  const world = behind(live, options);
  world.stream.connect();
  return {
    ...world,
    open,
    /** How often the stream was requested. */
    get times() {
      return times;
    },
    letThrough() {
      isOn = false;
    },
  };
}

const held = inBlocks(Infinity);

it('goes on while it looks, and looks less and less often', async () => {
  const world = start(held);
  const { stream, shown, server, slowest, statuses, errors, open } = world;
  await slowest(1);
  expect(statuses).toEqual(['connecting', 'live', 'reconnecting', 'polling']);
  expect(await slowest(79, 20_000)).toBeLessThan(2_500);
  expect(statuses).toHaveLength(4);
  expect(errors).toEqual(['stalled']);
  // At first, and after 5, 15, 35 and 65 minutes.
  expect(world.times).toBe(5);
  expect(open.size).toBe(0);
  expect(shown()).toEqual(server.written);
  stream.dispose();
});

it.each([
  ['it is held back', held],
  ['its headers are', (_response, signal) => untilAborted(signal)],
  ['its route is not known', () => new Response('', { status: 404 })],
] satisfies [string, Live][])(
  'changes to the best transport without a pause once that gets through, where %s at first',
  async (_what, blocked) => {
    const { stream, shown, server, slowest, statuses, errors, letThrough } = start(blocked);
    await slowest(7);
    const before = errors.length;
    letThrough();
    expect(await slowest(15)).toBeLessThan(2_500);
    expect(statuses.slice(-3)).toEqual(['polling', 'reconnecting', 'live']);
    expect(errors).toHaveLength(before);
    expect(stream.getSnapshot().ledger.gaps).toBe(0);
    expect(shown()).toEqual(server.written);
    stream.dispose();
  },
);

it('stays on the best transport once that gets through, even if a line comes only now and then', async () => {
  const { stream, shown, server, slowest, write, statuses, errors, letThrough } = start(held);
  await slowest(1);
  letThrough();
  server.slowRows(200, false);
  await write(30, 20_000);
  expect(statuses.slice(3)).toEqual(['polling', 'reconnecting', 'live']);
  expect(errors).toEqual(['stalled']);
  expect(shown()).toEqual(server.written);
  stream.dispose();
});

it('is not deceived by a greeting once a stream was held back', async () => {
  const { stream, shown, server, slowest, statuses } = start(saying());
  await slowest(1);
  await slowest(79, 20_000);
  expect(statuses).toEqual(['connecting', 'live', 'reconnecting', 'polling']);
  expect(shown()).toEqual(server.written);
  stream.dispose();
});

it('does not change to and fro where heartbeats get through, but no lines', async () => {
  const { stream, shown, server, slowest, statuses, errors } = start(saying(15_000));
  await slowest(30);
  // After 5 minutes, and not again for 30.
  expect(statuses.filter((status) => status === 'live')).toHaveLength(2);
  expect(errors).toHaveLength(2);
  expect(stream.getSnapshot().ledger.gaps).toBe(0);
  expect(shown()).toEqual(server.written);
  stream.dispose();
});

it('goes on if a poll fails now and then, and looks soon after that', async () => {
  const world = start(held);
  const { stream, shown, server, slowest, statuses } = world;
  await slowest(1);
  for (let times = 1; times <= 5; times++) {
    const before = world.times;
    server.refuse(1, 0);
    expect(await slowest(2)).toBeLessThan(3_000);
    expect(world.times).toBe(before + 1);
  }
  expect(statuses.filter((status) => status === 'live')).toHaveLength(1);
  expect(stream.getSnapshot()).toMatchObject({ status: 'polling', ledger: { gaps: 0 } });
  // With what interrupts the polls, what held the stream back may be over, too.
  world.letThrough();
  server.refuse(1, 0);
  await slowest(1);
  expect(stream.getSnapshot().status).toBe('live');
  expect(shown()).toEqual(server.written);
  stream.dispose();
});

it('ends its look with itself', async () => {
  const { clock, server, stream, slowest, open } = start(held);
  await slowest(1);
  while (open.size === 0) await clock.run(1_000);
  expect(stream.getSnapshot().status).toBe('polling');
  stream.disconnect();
  await clock.run(0);
  expect([open.size, server.connections, clock.pending]).toEqual([0, 0, 0]);
});

describe('the code that looks for a better transport, if loaded on demand,', () => {
  /** A stream that polls, because its event stream has failed twice. */
  const fallBack = async () => {
    const late = takeAway(beside);
    const world = start(() => new Response('', { status: 502 }));
    await world.clock.run(3_000);
    expect(world.stream.getSnapshot().status).toBe('polling');
    expect(late.asked).toBe(1);
    return { late, ...world };
  };

  it('is not missed if it cannot be loaded, and requested again by the next fallback', async () => {
    const { late, clock, server, stream, shown, write, letThrough } = await fallBack();
    await late.fail();
    const lines = await write(3, 5_000);
    expect(stream.getSnapshot()).toMatchObject({ status: 'polling', error: undefined });
    expect(shown()).toEqual(lines);
    // Polling breaks, too, and goes on after a while.
    server.refuse(4, 502);
    while (late.asked === 0) await clock.run(1_000);
    expect(stream.getSnapshot().status).toBe('polling');
    letThrough();
    await late.come();
    await clock.run(12_000);
    expect(stream.getSnapshot().status).toBe('live');
    stream.dispose();
  });

  it('does nothing if it arrives when the fallback is over', async () => {
    const { late, clock, server, stream } = await fallBack();
    stream.disconnect();
    await late.come();
    await clock.run(0);
    expect([clock.pending, server.connections]).toEqual([0, 0]);
    stream.dispose();
  });
});
