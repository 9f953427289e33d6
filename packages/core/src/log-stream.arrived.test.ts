/** The lines from which a rate is computed: those that arrive live, without history and missed lines. */
import { describe, expect, it } from 'vitest';
import { createLogFeed } from './backends/feed.js';
import { createLogStream } from './log-stream.js';
import type { LogStreamOptions } from './options.js';
import { createStats } from './query/stats.js';
import { IDS, TAIL } from './testing/server-kinds.js';
import { createSimulatedServer, type SimulatedServerOptions } from './testing/simulated-server.js';
import { createVirtualClock } from './testing/virtual-clock.js';

function setup(kind: SimulatedServerOptions, options: LogStreamOptions = {}) {
  const clock = createVirtualClock();
  const server = createSimulatedServer(clock, kind);
  const write = (count: number): void => {
    for (let at = 0; at < count; at++) server.write(String(server.written.length));
  };
  write(500);
  const stream = createLogStream(server.source, {
    clock,
    random: () => 0.5,
    fetch: server.fetch,
    transport: 'sse',
    stallTimeout: 1e9,
    history: 200,
    ...options,
  });
  const stats = createStats(stream, { clock });
  stream.connect();
  const end = (): void => {
    stats.dispose();
    stream.dispose();
  };
  return { clock, server, stream, stats, write, end, held: () => stream.getSnapshot().view.length };
}

const KINDS: readonly SimulatedServerOptions[] = [
  IDS,
  { ...IDS, replay: true },
  { identity: 'count', liveStart: 'since' },
  TAIL,
];

describe('snapshot.arrived', () => {
  it('does not count a late line that is found behind lines that arrived', async () => {
    const { clock, server, stream, write, end, held } = setup(IDS);
    await clock.run(20_000);
    server.cut();
    await clock.run(2_500);
    const before = held();
    write(10);
    server.commitLate('late');
    await clock.run(100);
    expect(held()).toBe(before + 10);
    await clock.run(10_000);
    expect(held()).toBe(before + 11);
    expect(stream.getSnapshot().arrived).toBe(10);
    end();
  });

  it.each(KINDS)('counts neither history nor missed lines: %o', async (kind) => {
    const { clock, server, stream, stats, write, end, held } = setup(kind);
    await clock.run(2_000);
    expect(held()).toBeGreaterThanOrEqual(200);
    expect(stats.getStats().rate).toBe(0);
    write(10);
    await clock.run(300);
    expect(stats.getStats().rate).toBe(2);
    await clock.run(10_000);
    server.cut();
    write(40);
    await clock.run(5_000);
    expect(held()).toBeGreaterThanOrEqual(250);
    expect(stats.getStats().rate).toBe(0);
    expect(stream.getSnapshot().arrived).toBe(10);
    end();
  });

  it('counts neither older pages nor lines that fill a gap', async () => {
    const { clock, server, stream, stats, write, end, held } = setup(IDS);
    await clock.run(2_000);
    await stream.loadOlder(100);
    await clock.run(100);
    expect(held()).toBe(300);
    server.cut();
    write(40);
    const restored = server.refuseRows();
    await clock.run(60_000);
    write(1);
    await clock.run(10_000);
    restored();
    await stream.fill();
    await clock.run(100);
    expect(held()).toBe(341);
    expect(stats.getStats().rate).toBe(0);
    expect(stream.getSnapshot().arrived).toBe(1);
    end();
  });

  it('counts the lines of every poll after the first', async () => {
    const { clock, stats, write, end, held } = setup(IDS, { transport: 'polling' });
    await clock.run(1_000);
    expect(held()).toBe(200);
    expect(stats.getStats().rate).toBe(0);
    write(5);
    await clock.run(2_000);
    expect(stats.getStats().rate).toBe(1);
    end();
  });

  it('does not jump after a pause', async () => {
    const { clock, stream, stats, write, end, held } = setup(IDS);
    await clock.run(2_000);
    stream.pause();
    write(1_000);
    await clock.run(1_000);
    stream.resume();
    write(5);
    await clock.run(300);
    expect(held()).toBe(1_205);
    expect(stats.getStats().rate).toBe(1);
    end();
  });

  it('goes on after the clock was set back, and the rate forgets what came before', async () => {
    const { clock, stats, write, end } = setup(IDS);
    await clock.run(2_000);
    write(500);
    await clock.run(300);
    expect(stats.getStats().rate).toBe(100);
    clock.setBack(3_600_000);
    write(10); // may be a replay, for all that is known
    await clock.run(2_000);
    write(10);
    await clock.run(300);
    expect(stats.getStats().rate).toBe(2);
    end();
  });

  it('counts lines that are appended to a feed after the stream has attached', () => {
    const clock = createVirtualClock();
    const feed = createLogFeed();
    feed.append(Array.from({ length: 1_000 }, (_, at) => String(at)));
    const stream = createLogStream(feed, { clock });
    stream.connect();
    expect(stream.getSnapshot().arrived).toBe(0);
    feed.append(['1', '2']);
    expect(stream.getSnapshot().arrived).toBe(2);
    stream.dispose();
  });
});
