/** Streams in several tabs that share one connection, on a virtual clock. */
import { describe, expect, it, vi } from 'vitest';
import { dice } from './testing/dice.js';
import { COUNTED } from './testing/server-kinds.js';
import type { SimulatedTab } from './testing/simulated-tabs.js';
import { tabWorld, type Tab } from './testing/tab-world.js';

const status = ({ stream }: Tab): string => stream.getSnapshot().status;

describe('streams that share tabs', () => {
  it('have one connection, and show the same lines', async () => {
    const { clock, server, open } = tabWorld(COUNTED);
    server.write('before');
    const first = open();
    await clock.run(100);
    const second = open();
    const third = open();
    await clock.run(100);
    server.write('after');
    await clock.run(100);
    expect(server.connections).toBe(1);
    for (const tab of [first, second, third]) {
      expect(tab.shown()).toEqual(['before', 'after']);
      expect(tab.stream.getSnapshot()).toMatchObject({
        status: 'live',
        transport: 'sse',
        ledger: { received: 2, stored: 2 },
      });
    }
  });

  it('do not count older lines that their leader reads as arrived', async () => {
    const { clock, server, open } = tabWorld(COUNTED);
    for (let n = 0; n < 30; n++) server.write(`before ${n}`);
    const recover = server.refuseRows();
    const first = open();
    const second = open();
    await clock.run(5_000);
    recover();
    await clock.run(60_000);
    for (const tab of [first, second]) expect(tab.shown()).toHaveLength(30);
    server.write('after');
    await clock.run(100);
    for (const tab of [first, second]) {
      expect(tab.shown()).toHaveLength(31);
      expect(tab.stream.getSnapshot().arrived).toBe(1);
    }
  });

  it('leave no timer, lock or channel behind', async () => {
    const { clock, server, tabs, open } = tabWorld(COUNTED);
    const streams = [open(), open(), open()];
    server.write('1');
    await clock.run(1_000);
    // A page is shown after it was loaded, too.
    streams[1]?.tab.thaw();
    for (const { stream } of streams) stream.disconnect();
    await clock.run(100);
    expect(streams.map(status)).toEqual(['closed', 'closed', 'closed']);
    expect([tabs.locks, tabs.channels, server.connections, clock.pending]).toEqual([0, 0, 0, 0]);
    streams[1]?.stream.connect();
    server.write('2');
    await clock.run(10_000);
    expect(streams.map((tab) => tab.shown())).toEqual([['1'], ['1', '2'], ['1']]);
  });

  it('can be closed before they have heard of each other', async () => {
    const { clock, server, tabs, open } = tabWorld(COUNTED);
    const streams = [open(), open()];
    expect(streams.map(status)).toEqual(['connecting', 'connecting']);
    for (const { stream } of streams) stream.disconnect();
    await clock.run(100);
    expect(streams.map(status)).toEqual(['closed', 'closed']);
    expect([tabs.locks, tabs.channels, server.connections, clock.pending]).toEqual([0, 0, 0, 0]);
  });

  it('leave the page alone once they are closed', async () => {
    const { clock, server, tabs, open } = tabWorld(COUNTED);
    const listening = new Set<unknown>();
    const page = {
      addEventListener: (_type: string, listener: unknown) => listening.add(listener),
      removeEventListener: (_type: string, listener: unknown) => listening.delete(listener),
    };
    const { environment } = tabs.open(server.fetch);
    const { stream } = open({ tabs: { ...environment, page } });
    for (let time = 0; time < 2; time++) {
      stream.connect();
      await clock.run(100);
      expect(listening.size).toBeGreaterThan(0);
      stream.disconnect();
      expect(listening.size).toBe(0);
    }
  });

  it('complete together, and then hold no resources', async () => {
    const { clock, server, tabs, open } = tabWorld(COUNTED);
    const streams = [open(), open()];
    await clock.run(1_000);
    server.write('1');
    server.complete();
    await clock.run(10_000);
    for (const { stream } of streams) stream.disconnect();
    expect(streams.map(status)).toEqual(['complete', 'complete']);
    const late = open();
    await clock.run(10_000);
    expect([...streams, late].map((tab) => tab.shown())).toEqual([['1'], ['1'], ['1']]);
    expect([tabs.locks, tabs.channels, clock.pending]).toEqual([0, 0, 0]);
  });

  it('take the end of the log from their leader, without a connection of their own', async () => {
    const { clock, server, open } = tabWorld(COUNTED, dice(1), () => 5);
    open();
    await clock.run(100);
    const fetch = vi.fn(server.fetch);
    const follower = open({ fetch });
    await clock.run(1_000);
    server.complete();
    await clock.run(10_000);
    expect(status(follower)).toBe('complete');
    expect(fetch).not.toHaveBeenCalled();
  });

  it('report that the leader is cut off, and pass on retryNow()', async () => {
    const { clock, server, open } = tabWorld(COUNTED);
    const options = { backoff: { floor: 30_000, base: 30_000 } };
    const leader = open(options);
    await clock.run(100);
    const follower = open(options);
    const errors: string[] = [];
    follower.stream.on('error', ({ kind }) => errors.push(kind));
    await clock.run(1_000);
    server.cut();
    await clock.run(100);
    expect(follower.stream.getSnapshot()).toMatchObject({
      status: 'reconnecting',
      error: { kind: 'network' },
    });
    server.write('missed');
    follower.stream.retryNow();
    await clock.run(1_000);
    expect([leader, follower].map(status)).toEqual(['live', 'live']);
    expect(follower.shown()).toEqual(['missed']);
    expect(errors).toEqual(['network']);
  });

  it('do not fail because one of them is not authorised', async () => {
    const { clock, server, open } = tabWorld(COUNTED);
    server.refuse(1, 403);
    const refused = open();
    const other = open();
    server.write('1');
    await clock.run(10_000);
    expect([refused, other].map(status)).toEqual(['failed', 'live']);
    expect(other.shown()).toEqual(['1']);
  });

  it('report a payload that could not be decoded', async () => {
    const { clock, server, open } = tabWorld(COUNTED);
    const decode = server.source.decode.bind(server.source);
    Object.assign(server.source, {
      decode: (...args: Parameters<typeof decode>) =>
        args[0].data.includes('broken')
          ? [{ type: 'malformed', reason: 'broken', data: args[0].data }]
          : decode(...args),
    });
    open();
    await clock.run(100);
    const follower = open();
    const errors: string[] = [];
    follower.stream.on('error', (error) => errors.push(error.kind));
    await clock.run(100);
    server.write('broken');
    await clock.run(100);
    expect(errors).toEqual(['malformed']);
    expect(follower.stream.getSnapshot().ledger).toMatchObject({ received: 1, malformed: 1 });
  });

  it('share only if they show the same lines', async () => {
    const { clock, server, open } = tabWorld(COUNTED);
    for (const options of [
      {},
      {},
      { history: 5 },
      { since: '2026-01-01T00:00:00.000Z' },
      { shareTabs: 'somebody else' },
      { shareTabs: false },
    ])
      open(options);
    await clock.run(1_000);
    expect(server.connections).toBe(5);
  });

  it('never send a token', async () => {
    const { clock, server, tabs, open } = tabWorld(COUNTED);
    Object.assign(server.source, { token: 'very secret', key: 'the log' });
    open();
    open();
    server.write('1');
    await clock.run(1_000);
    server.cut();
    await clock.run(10_000);
    expect(tabs.said.length).toBeGreaterThan(3);
    expect(JSON.stringify(tabs.said)).not.toContain('secret');
  });

  it('give up only sharing if a line cannot be sent', async () => {
    const { clock, server, open } = tabWorld(COUNTED);
    const decode = server.source.decode.bind(server.source);
    Object.assign(server.source, {
      decode: (...args: Parameters<typeof decode>) =>
        decode(...args).map((signal) =>
          signal.type === 'line' ? { ...signal, line: { ...signal.line, raw: () => 1 } } : signal,
        ),
    });
    const both = [open(), open()];
    const errors: string[] = [];
    for (const { stream } of both) stream.on('error', (error) => errors.push(error.kind));
    await clock.run(1_000);
    server.write('1');
    await clock.run(10_000);
    server.write('2');
    await clock.run(10_000);
    expect(both.map((tab) => tab.shown())).toEqual([
      ['1', '2'],
      ['1', '2'],
    ]);
    expect(errors).toEqual(['unsupported', 'unsupported']);
    for (const { stream } of both) stream.disconnect();
    await clock.run(100);
    expect([server.connections, clock.pending]).toEqual([0, 0]);
  });
});

describe('tabs that cannot share', () => {
  const nothing = { BroadcastChannel: undefined as never, locks: undefined as never };

  it.each([
    [
      'locks are denied',
      (tab: SimulatedTab) => ({
        ...tab.environment,
        locks: {
          ...tab.environment.locks,
          request: () => Promise.reject(new DOMException('no', 'SecurityError')),
        },
      }),
    ],
    [
      'channels cannot be created',
      (tab: SimulatedTab) => ({ ...tab.environment, BroadcastChannel: nothing.BroadcastChannel }),
    ],
  ])('each have their own connection: %s', async (_name, restrict) => {
    const { clock, server, tabs, open } = tabWorld(COUNTED);
    const [first, second] = [0, 1].map(() => {
      const tab = tabs.open(server.fetch);
      return open({ tabs: restrict(tab) });
    }) as [Tab, Tab];
    await clock.run(100);
    server.write('1');
    await clock.run(100);
    expect(server.connections).toBe(2);
    for (const tab of [first, second]) {
      expect(tab.shown()).toEqual(['1']);
      expect(status(tab)).toBe('live');
      tab.stream.disconnect();
    }
    server.write('2');
    first.stream.connect();
    await clock.run(10_000);
    expect([first, second].map((tab) => tab.shown())).toEqual([['1', '2'], ['1']]);
    expect([first, second].map(status)).toEqual(['live', 'closed']);
    first.stream.disconnect();
    await clock.run(100);
    expect([tabs.locks, tabs.channels, server.connections, clock.pending]).toEqual([0, 0, 0, 0]);
  });
});
