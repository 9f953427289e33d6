/** More live lines wait while REST is read than can be stored at once without blocking the page. */
import { describe, expect, it, vi } from 'vitest';
import type { LogStreamOptions } from './options.js';
import { COUNTED, IDS } from './testing/server-kinds.js';
import type { SimulatedServerOptions } from './testing/simulated-server.js';
import { simulateStream, textsOf } from './testing/simulated-stream.js';
import { unaccounted } from './testing/unaccounted.js';

const KINDS: readonly SimulatedServerOptions[] = [
  { ...IDS, inclusive: true },
  { ...COUNTED, inclusive: true },
];

/** How many lines wait. */
const WAITING = 2_000;
/** Milliseconds that it takes to store a line. */
const COST = 0.05;

/** A stream for which lines wait, and which has stored some of them. */
type Burst = ReturnType<typeof simulateStream> & { write(count: number): void };

/** Has lines wait while REST is read, and runs until all are shown. `midway` is called once, when the stream has stored some of them. */
async function burst(
  kind: SimulatedServerOptions,
  midway: (log: Burst) => void = () => undefined,
  options: LogStreamOptions = {},
) {
  const log = simulateStream(kind, { history: 100, ...options });
  const { clock, server, stream } = log;
  const write = (count: number): void => {
    for (let n = 0; n < count; n++) server.write(`line ${server.written.length}`);
  };
  write(50);
  server.slowRows(1_000, true);
  /** Lines stored since the event loop went on. */
  let now = 0;
  let most = 0;
  let isMidway = false;
  stream.on('entries', ({ length }) => {
    clock.freeze(length * COST);
    if (now === 0) setImmediate(() => (now = 0));
    now += length;
    most = Math.max(most, now);
    if (isMidway || stream.getSnapshot().ledger.stored < 500) return;
    isMidway = true;
    setImmediate(() => {
      expect(stream.getSnapshot().ledger.stored).toBeLessThan(WAITING);
      midway({ ...log, write });
    });
  });
  stream.connect();
  await clock.run(100);
  write(WAITING);
  await clock.run(100);
  expect(log.shown()).toEqual([]);
  server.slowRows(0, false);
  await clock.run(2_000);
  expect(isMidway).toBe(true);
  expect(unaccounted(stream.getSnapshot().ledger)).toBe(0);
  return { ...log, write, most };
}

describe.each(KINDS)('many lines that wait while REST is read: %o', (kind) => {
  it('are stored a few at a time, in order', async () => {
    const { stream, server, shown, most } = await burst(kind);
    expect(shown()).toEqual(server.written);
    expect(most).toBeLessThan(WAITING / 2);
    stream.dispose();
  });

  it('come before those that arrive meanwhile, and before the end of the log', async () => {
    let last = 0;
    const { stream, server, shown } = await burst(kind, ({ server, stream, write }) => {
      write(300);
      server.complete();
      stream.on('status', (_status, { items }) => (last = items.length));
    });
    expect(stream.getSnapshot().status).toBe('complete');
    expect(last).toBe(server.written.length);
    expect(shown()).toEqual(server.written);
  });

  it('do not pile up in a page in the background, whose timers hardly run, while lines arrive', async () => {
    const { stream, server, shown } = await burst(kind, ({ clock, write }) => {
      const schedule = clock.schedule.bind(clock);
      vi.spyOn(clock, 'schedule').mockImplementation((work, ms) => schedule(work, ms + 60_000));
      for (let n = 0; n < 20; n++) write(1);
    });
    expect(shown()).toEqual(server.written);
    stream.dispose();
  });

  it('do not make those that arrive meanwhile old ones', async () => {
    const { stream, server, shown } = await burst(kind, ({ clock, write }) => {
      clock.freeze(1_000); // by then, live lines are no replay
      write(300);
    });
    expect(shown()).toEqual(server.written);
    expect(stream.getSnapshot().arrived).toBe(300);
    stream.dispose();
  });

  it.each(['reset', 'end'] as const)('are all shown if the stream ends meanwhile: %s', async (how) => {
    const { stream, server, shown } = await burst(kind, ({ server }) => {
      server.refuse(1_000, 503);
      server.cut(0, how);
    });
    expect(stream.getSnapshot().status).toBe('reconnecting');
    expect(shown()).toEqual(server.written);
    stream.dispose();
  });

  it('are read again if the caller disconnects meanwhile', async () => {
    const { clock, stream, server, shown, write } = await burst(kind, ({ stream }) => stream.disconnect());
    const before = shown();
    expect(before.length).toBeLessThan(server.written.length);
    expect(before).toEqual(server.written.slice(0, before.length));
    write(10);
    stream.connect();
    await clock.run(20_000);
    expect(shown()).toEqual(server.written);
    stream.dispose();
  });

  it('are read again by a stream that resumes from a token of meanwhile', async () => {
    let token: string | undefined;
    let stored = 0;
    const { clock, stream, server, open } = await burst(kind, ({ stream }) => {
      token = stream.resumeToken();
      stored = stream.getSnapshot().items.length;
    });
    stream.dispose();
    expect(stored).toBeLessThan(server.written.length);
    const next = open({ resume: token ?? '' });
    next.connect();
    await clock.run(20_000);
    expect(textsOf(next.getSnapshot().items)).toEqual(server.written.slice(stored));
    next.dispose();
  });

  it('push older ones out of a small buffer', async () => {
    const { stream, server, shown } = await burst(kind, ({ write }) => write(300), { bufferLines: WAITING });
    expect(shown()).toEqual(server.written.slice(-WAITING));
    expect(stream.getSnapshot().ledger).toMatchObject({ dropped: 0, gaps: 0 });
    stream.dispose();
  });

  it('are shown after a pause that begins meanwhile', async () => {
    const { stream, server, shown } = await burst(kind, ({ stream }) => stream.pause());
    expect(shown().length).toBeLessThan(server.written.length);
    stream.resume();
    expect(shown()).toEqual(server.written);
    stream.dispose();
  });
});
