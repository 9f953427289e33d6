import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogFeed } from './backends/feed.js';
import { LogStreamingService } from './log-streaming-service.js';
import { COUNTED } from './testing/server-kinds.js';
import { createSimulatedServer, type SimulatedServer } from './testing/simulated-server.js';
import { textsOf } from './testing/simulated-stream.js';
import { createVirtualClock, type VirtualClock } from './testing/virtual-clock.js';

let clock: VirtualClock;
let server: SimulatedServer;
let service: LogStreamingService;

beforeEach(() => {
  clock = createVirtualClock();
  server = createSimulatedServer(clock, COUNTED);
  service = new LogStreamingService('http://simulated.test', {
    clock,
    random: () => 0.5,
    fetch: server.fetch,
    transport: 'sse',
  });
});

afterEach(() => {
  // Whatever a test did, nothing may be pending once all subscriptions have ended.
  expect(server.connections).toBe(0);
  expect(clock.pending).toBe(0);
});

describe('subscribing', () => {
  it('passes each message on as the server sent it, and reports when it connects and disconnects', async () => {
    const calls: string[] = [];
    const subscription = service.stream(server.source, {
      onMessage: (message) => calls.push((message as { message: string }).message),
      onConnect: () => calls.push('connect'),
      onDisconnect: () => calls.push('disconnect'),
    });
    await clock.run(100);
    server.write('hello');
    await clock.run(100);
    expect(subscription.isConnected).toBe(true);
    subscription.disconnect();
    await clock.run(100);
    server.write('unheard');
    await clock.run(100);
    expect(calls).toEqual(['connect', 'hello', 'disconnect']);
    expect(subscription.isConnected).toBe(false);
  });

  it('calls a handler for every line, whatever the handler threw, and lets the error surface', async () => {
    const thrown: unknown[] = [];
    const surface = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((task) => {
      try {
        task();
      } catch (error) {
        thrown.push(error);
      }
    });
    const heard: unknown[] = [];
    for (const word of ['1', '2', '3']) server.write(word); // read over REST, and told of at once
    const subscription = service.stream(server.source, {
      onStatus: () => {
        throw new Error('status');
      },
      onMessage: (message) => {
        heard.push(message);
        throw new Error('message');
      },
    });
    await clock.run(100);
    // A stream that already stands tells its status while the subscription is made.
    const second = service.stream(server.source, {
      onStatus: () => {
        throw new Error('again');
      },
    });
    surface.mockRestore();
    expect(heard).toHaveLength(3);
    expect(thrown.map((error) => (error as Error).message)).toEqual([
      'status',
      'status',
      'message',
      'message',
      'message',
      'again',
    ]);
    second.disconnect();
    subscription.disconnect();
    await clock.run(100);
  });

  it('calls no handler after disconnect(), not even in the middle of what arrived together', async () => {
    const heard: unknown[] = [];
    const first = service.stream(server.source, {
      onMessage: (message) => {
        heard.push(message);
        first.disconnect();
        second.disconnect();
      },
    });
    const second = service.stream(server.source, { onMessage: (message) => heard.push(message) });
    for (const word of ['1', '2', '3']) server.write(word);
    await clock.run(100);
    expect(heard).toHaveLength(1);
  });

  it('can connect again after it has disconnected', async () => {
    const heard: unknown[] = [];
    const subscription = service.stream(server.source, {
      history: 0,
      onMessage: (message) => heard.push(message),
    });
    await clock.run(100);
    subscription.disconnect();
    subscription.connect();
    await clock.run(100);
    server.write('again');
    await clock.run(100);
    expect(heard).toHaveLength(1);
    subscription.disconnect();
    await clock.run(10);
  });

  it('leaves nothing behind if it cannot connect, because its signal has fired', () => {
    const abort = new AbortController();
    abort.abort();
    const options = { signal: abort.signal };
    const lease = service.open(server.source, options);
    expect(() => service.stream(server.source, options)).toThrow(/signal has fired/);
    lease.release();
    // Nobody else holds the stream any more, so there is a new one.
    const next = service.open(server.source, options);
    expect(next.stream).not.toBe(lease.stream);
    next.release();
  });

  it('can connect again as soon as its stream is told to be closed', async () => {
    const subscription = service.stream(server.source);
    await clock.run(100);
    const first = subscription.stream;
    first.on('status', (status) => {
      if (status === 'closed') subscription.connect();
    });
    subscription.disconnect();
    await clock.run(100);
    expect(subscription.isConnected).toBe(true);
    expect(subscription.stream).not.toBe(first);
    subscription.disconnect();
    await clock.run(10);
  });

  it('reports errors to the subscription and to the service', async () => {
    const errors: string[] = [];
    const strict = new LogStreamingService('http://simulated.test', {
      clock,
      fetch: server.fetch,
      transport: 'sse',
      random: () => 0.5,
      maxReconnectAttempts: 2,
      onError: (error) => errors.push(`service ${error.kind}`),
    });
    server.refuse(10, 503);
    const subscription = strict.stream(server.source, {
      onError: (error) => errors.push(`own ${error.kind}`),
    });
    await clock.run(60_000);
    const { status, error } = subscription.stream.getSnapshot();
    expect(status).toBe('failed');
    expect(error?.message).toMatch(
      /^Gave up after 3 attempts in a row\. .* failed \(503\)\. If it keeps happening/,
    );
    expect(errors.filter((error) => error === 'own server')).toHaveLength(2);
    expect(errors.slice(-2).sort()).toEqual(['own retries-exhausted', 'service retries-exhausted']);
    subscription.disconnect();
  });
});

describe('sharing', () => {
  it('opens one connection for equal logs, and closes it with the last subscription', async () => {
    const heard: string[] = [];
    const first = service.stream(server.source, {
      onEntries: (entries) => heard.push(...entries.map((entry) => `1 ${entry.message}`)),
    });
    await clock.run(100);
    server.write('a');
    await clock.run(100);
    const second = service.stream(
      { ...server.source },
      { onEntries: (entries) => heard.push(...entries.map((entry) => `2 ${entry.message}`)) },
    );
    expect(second.stream).toBe(first.stream);
    await clock.run(100);
    server.write('b');
    await clock.run(100);
    expect(server.connections).toBe(1);
    // The second one receives the lines that the stream already held.
    expect(heard).toEqual(['1 a', '2 a', '1 b', '2 b']);
    first.disconnect();
    await clock.run(100);
    expect(server.connections).toBe(1);
    second.disconnect();
    await clock.run(100);
  });

  it('tells whoever comes later of the gaps, too, in their places', async () => {
    const first = service.stream(server.source);
    server.write('a');
    await clock.run(100);
    const restUp = server.refuseRows();
    server.cut();
    await clock.run(10_000);
    server.write('b');
    await clock.run(10_000);
    const heard: string[] = [];
    const second = service.stream(server.source, {
      onEntries: (entries) => heard.push(...textsOf(entries)),
      onGap: (gap) => heard.push(...textsOf([gap])),
    });
    expect(heard).toEqual(textsOf(first.stream.getSnapshot().items));
    expect(heard).toEqual(['a', 'gap outage', 'b']);
    restUp();
    first.disconnect();
    second.disconnect();
    await clock.run(100);
  });

  it('does not share streams with different options or tokens', () => {
    const leases = [
      service.open(server.source),
      service.open(server.source, { bufferLines: 5 }),
      service.open({ ...server.source, token: 'a' }),
      service.open({ ...server.source, token: 'b' }),
      service.open({ ...server.source, token: 'b' }),
    ];
    expect(new Set(leases.map(({ stream }) => stream)).size).toBe(4);
    for (const lease of leases) lease.release();
    for (const lease of leases) lease.release();
  });

  it('keeps two feeds apart', () => {
    const a = service.open(createLogFeed());
    const b = service.open(createLogFeed());
    expect(a.stream).not.toBe(b.stream);
    a.release();
    b.release();
  });
});

describe('a base URL', () => {
  it('is required if there is no page to take it from', () => {
    expect(() => new LogStreamingService().streamAllLogs()).toThrow(/base URL/);
  });
});
