/** Code that a stream loads on demand: what happens while it loads, and if it cannot be loaded. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLogFeed } from './backends/feed.js';
import { packing } from './buffer/packing.js';
import { replaying } from './continuity/replaying.js';
import type { LogItem } from './entry.js';
import { readingBack } from './history/reading-back.js';
import { createLogStream } from './log-stream.js';
import type { LogStreamOptions } from './options.js';
import { tabSharing } from './stream/shared-tabs.js';
import { COUNTED, TAIL } from './testing/server-kinds.js';
import { createSimulatedServer, type SimulatedServerOptions } from './testing/simulated-server.js';
import { createSimulatedTabs } from './testing/simulated-tabs.js';
import { takeAway } from './testing/take-away.js';
import { createVirtualClock } from './testing/virtual-clock.js';
import { transports } from './transports/registry.js';
import { sseTransport } from './transports/sse.js';

afterEach(() => void vi.restoreAllMocks());

function setup(options: LogStreamOptions = {}, kind = COUNTED) {
  const clock = createVirtualClock();
  const server = createSimulatedServer(clock, kind);
  const source = Object.create(server.source, {
    transports: { value: ['websocket', 'sse'] },
  }) as typeof server.source;
  const stream = createLogStream(source, {
    clock,
    random: () => 0.5,
    fetch: server.fetch,
    transport: 'sse',
    ...options,
  });
  const errors: string[] = [];
  stream.on('error', ({ kind: what }) => errors.push(what));
  const text = (item: LogItem): string => (item.kind === 'log' ? item.message : `gap ${item.reason}`);
  return { clock, server, stream, errors, shown: () => stream.getSnapshot().items.map(text) };
}

describe('the code that aligns replayed tails, if loaded on demand,', () => {
  it('is waited for, and requested again with the next attempt; no line is shown twice', async () => {
    const late = takeAway(replaying);
    const { clock, server, stream, shown } = setup({}, TAIL);
    server.write('1');
    server.write('2');
    stream.connect();
    await clock.run(100);
    expect([stream.getSnapshot().status, server.connections]).toEqual(['connecting', 0]);
    await late.fail();
    expect(stream.getSnapshot()).toMatchObject({ status: 'reconnecting', error: { kind: 'network' } });
    await clock.run(2_000);
    await late.come();
    vi.restoreAllMocks();
    await clock.run(1_000);
    expect(shown()).toEqual(['1', '2']);
    server.cut();
    server.write('3');
    await clock.run(20_000);
    expect(shown()).toEqual(['1', '2', '3']);
    stream.dispose();
  });
});

describe('a transport that is loaded on demand', () => {
  it('is waited for, and requested again with the next attempt', async () => {
    // Any transport can stand in for it.
    const late = takeAway(transports.websocket, { ...sseTransport, name: 'websocket' });
    const { clock, server, stream, errors, shown } = setup({ transport: 'websocket' });
    server.write('before');
    stream.connect();
    await clock.run(100);
    expect(stream.getSnapshot().status).toBe('connecting');
    await late.fail();
    expect(stream.getSnapshot()).toMatchObject({ status: 'reconnecting', error: { kind: 'network' } });
    await clock.run(2_000);
    await late.come();
    await clock.run(100);
    expect(stream.getSnapshot().status).toBe('live');
    server.write('after');
    await clock.run(100);
    expect(shown()).toEqual(['before', 'after']);
    expect(errors).toEqual(['network']);
    stream.dispose();
  });

  it('opens nothing if it arrives after the stream has disconnected', async () => {
    const late = takeAway(transports.websocket, { ...sseTransport, name: 'websocket' });
    const { clock, server, stream } = setup({ transport: 'websocket' });
    stream.connect();
    await clock.run(0);
    stream.disconnect();
    await late.come();
    await clock.run(100);
    expect(stream.getSnapshot().status).toBe('closed');
    expect(server.connections).toBe(0);
    expect(clock.pending).toBe(0);
  });
});

describe('the code that reads older lines', () => {
  const ring: SimulatedServerOptions = { ...COUNTED, ring: 2 };

  it('is not loaded while there is no gap, and a gap stays until it is loaded', async () => {
    const late = takeAway(readingBack);
    const { clock, server, stream, errors, shown } = setup({}, ring);
    stream.connect();
    server.write('1');
    await clock.run(10_000);
    expect(late.asked).toBe(0);
    server.cut();
    for (const word of ['2', '3', '4', '5']) server.write(word);
    await clock.run(5_000);
    expect(late.asked).toBe(1);
    await late.fail();
    expect(errors.at(-1)).toBe('network');
    const refused = expect(stream.fill()).rejects.toMatchObject({ kind: 'network' });
    await late.fail();
    await refused;
    const filled = stream.fill();
    await late.come();
    await clock.run(100);
    expect(await filled).toBe(0);
    expect(shown()).toEqual(['1', 'gap evicted', '4', '5']);
    stream.dispose();
  });

  it('reports an error if it cannot be loaded, and works the next time', async () => {
    const late = takeAway(readingBack);
    const { clock, server, stream, shown } = setup({ history: 1 });
    for (const word of ['1', '2', '3']) server.write(word);
    stream.connect();
    await clock.run(100);
    expect(shown()).toEqual(['3']);
    const refused = expect(stream.loadOlder(10)).rejects.toMatchObject({ kind: 'network', retryable: true });
    expect(stream.getSnapshot().history).toBe('loading');
    await late.fail();
    await refused;
    const loaded = stream.loadOlder(10);
    await late.come();
    await clock.run(100);
    expect(await loaded).toBe(2);
    expect(shown()).toEqual(['1', '2', '3']);
    stream.dispose();
  });
});

describe('the code that shares a connection among tabs', () => {
  function setupTabs() {
    const clock = createVirtualClock();
    const server = createSimulatedServer(clock, COUNTED);
    const tabs = createSimulatedTabs(clock, () => 1);
    let dice = 0;
    const open = () => {
      const tab = tabs.open(server.fetch);
      const stream = createLogStream(server.source, {
        shareTabs: true,
        tabs: tab.environment,
        clock: tab.clock,
        fetch: tab.fetch,
        random: () => (dice += 0.1) % 1,
        transport: 'sse',
      });
      const errors: string[] = [];
      stream.on('error', ({ kind }) => errors.push(kind));
      return { stream, errors };
    };
    return { clock, server, open };
  }
  const messages = (items: readonly LogItem[]): unknown[] =>
    items.map((item) => (item.kind === 'log' ? item.message : item));

  it('connects once it is loaded, and not before', async () => {
    const late = takeAway(tabSharing);
    const { clock, server, open } = setupTabs();
    const [one, two] = [open(), open()];
    server.write('before');
    for (const { stream } of [one, two]) stream.connect();
    await clock.run(1_000);
    expect(one.stream.getSnapshot().status).toBe('connecting');
    expect(server.connections).toBe(0);
    await late.come();
    await clock.run(1_000);
    server.write('after');
    await clock.run(1_000);
    for (const { stream } of [one, two]) {
      expect(stream.getSnapshot().status).toBe('live');
      expect(messages(stream.getSnapshot().items)).toEqual(['before', 'after']);
    }
    expect(server.connections).toBe(1);
    one.stream.dispose();
    two.stream.dispose();
  });

  it('leaves the tab with its own connection if it cannot be loaded', async () => {
    const late = takeAway(tabSharing);
    const { clock, server, open } = setupTabs();
    const { stream, errors } = open();
    server.write('before');
    stream.connect();
    await late.fail();
    await clock.run(100);
    server.write('after');
    await clock.run(100);
    expect(stream.getSnapshot().status).toBe('live');
    expect(messages(stream.getSnapshot().items)).toEqual(['before', 'after']);
    expect(errors).toEqual(['network']);
    stream.disconnect();
    await clock.run(100);
    expect(server.connections).toBe(0);
  });

  it('connects once, however often the stream disconnected and connected meanwhile', async () => {
    const late = takeAway(tabSharing);
    const { clock, server, open } = setupTabs();
    const { stream } = open();
    stream.connect();
    stream.disconnect();
    expect(stream.getSnapshot().status).toBe('closed');
    stream.connect();
    await late.come();
    await clock.run(1_000);
    expect(stream.getSnapshot().status).toBe('live');
    expect(server.connections).toBe(1);
    stream.disconnect();
    await clock.run(100);
    expect(server.connections).toBe(0);
  });
});

describe('the code that packs old lines, if loaded on demand,', () => {
  function setupLarge() {
    const late = takeAway(packing);
    const clock = createVirtualClock();
    const feed = createLogFeed();
    const stream = createLogStream(feed, { clock, bufferLines: 50_000, bufferBytes: 1e9 });
    const errors: string[] = [];
    stream.on('error', ({ message }) => errors.push(message));
    stream.connect();
    let written = 0;
    return {
      late,
      clock,
      stream,
      errors,
      write(count: number) {
        feed.append(Array.from({ length: count }, () => `line ${written++}`));
      },
      /** Whether the first line is packed. Also checks that the log is complete. */
      packs(): boolean {
        const { view, items } = stream.getSnapshot();
        expect(items.map((item) => (item.kind === 'log' ? item.message : item.reason))).toEqual(
          Array.from({ length: written }, (_, n) => `line ${n}`),
        );
        return view.blockAt?.(0) !== undefined;
      },
    };
  }

  it('is not loaded while all lines are new', async () => {
    const { late, clock, write } = setupLarge();
    write(2_000);
    await clock.run(100);
    expect(late.asked).toBe(0);
  });

  it('packs lines that arrived together, without reporting a change', async () => {
    const { late, clock, stream, write, packs } = setupLarge();
    write(20_000);
    await clock.run(100);
    expect([late.asked, packs()]).toEqual([1, false]);
    const changes: unknown[] = [];
    stream.observe((change) => changes.push(change));
    await late.come();
    await clock.run(100);
    expect(packs()).toBe(true);
    expect(changes).toEqual([]);
    expect(clock.pending).toBe(0);
    write(5_000);
    await clock.run(100);
    expect(packs()).toBe(true);
    stream.dispose();
  });

  it('loses no line if it cannot be loaded: reports one error, and is requested again when more lines grow old', async () => {
    const { late, clock, errors, stream, write, packs } = setupLarge();
    write(10_000);
    await late.fail();
    expect([late.asked, packs()]).toEqual([0, false]);
    write(2_000);
    expect(late.asked).toBe(1);
    await late.fail();
    expect(errors).toEqual(['not loaded']);
    write(2_000);
    await late.come();
    await clock.run(100);
    expect(packs()).toBe(true);
    stream.dispose();
  });

  it('leaves nothing pending after disconnect(), and continues after connect()', async () => {
    const { late, clock, stream, write, packs } = setupLarge();
    write(10_000);
    stream.disconnect();
    await late.come();
    expect([clock.pending, packs()]).toEqual([0, false]);
    stream.connect();
    expect(clock.pending).toBe(1);
    stream.disconnect();
    expect([clock.pending, packs()]).toEqual([0, false]);
    stream.connect();
    await clock.run(100);
    expect(packs()).toBe(true);
    stream.dispose();
  });
});
