import { afterEach, describe, expect, it, vi } from 'vitest';
import { codespace } from '../backends/codespace.js';
import { containers } from '../backends/containers.js';
import type { LogSource } from '../backends/source.js';
import { LogStreamError } from '../errors.js';
import type { TokenSource } from '../lib/http.js';
import { resolveOptions, type LogStreamOptions } from '../options.js';
import { createVirtualClock, settle } from '../testing/virtual-clock.js';
import type { ConnectionHost } from './connection-host.js';
import { createConnection, type ServerConnection } from './connection.js';
import type { ConnectionState } from './machine.js';

const baseUrl = 'http://logs.test';
const task = (token?: TokenSource): LogSource => ({
  ...codespace({ baseUrl, ...(token === undefined ? {} : { token }) }).task('t'),
  decode: () => [],
});

/** An answer that stands until `cut` is called. */
function openStream() {
  let cut: () => void = () => undefined;
  let say: (text: string) => void = () => undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      cut = () => controller.error(new TypeError('cut'));
      say = (text) => controller.enqueue(new TextEncoder().encode(text));
    },
  });
  return {
    response: new Response(body, { headers: { 'content-type': 'text/event-stream' } }),
    cut: () => cut(),
    say: (text: string) => say(text),
  };
}

function start(source: LogSource, options: LogStreamOptions = {}, host: Partial<ConnectionHost> = {}) {
  const clock = createVirtualClock();
  const states: ConnectionState[] = [];
  const connection = createConnection(
    source,
    resolveOptions({ clock, random: () => 0.5, transport: source.transports[0] as never, ...options }),
    {
      prepare: () => Promise.resolve(),
      cursor: () => undefined,
      opening: () => undefined,
      opened: () => undefined,
      frames: () => undefined,
      oversize: () => undefined,
      completed: () => undefined,
      poll: () => Promise.resolve('again'),
      ended: () => undefined,
      changed: (state) => void states.push(state),
      ...host,
    },
  );
  connection.connect();
  return { clock, connection, states };
}

describe('a token function', () => {
  it('that never answers is given up like a server that does not, and asked again', async () => {
    let asked = 0;
    const { clock, connection } = start(
      task(() => {
        asked += 1;
        return new Promise(() => undefined);
      }),
    );
    await clock.run(10_000);
    expect(connection.state).toMatchObject({ phase: 'waiting', error: { kind: 'timeout', retryable: true } });
    expect(connection.state.error?.message).toMatch(/token function/);
    await clock.run(1_000);
    expect(asked).toBe(2);
    connection.disconnect();
    await settle();
    expect(clock.pending).toBe(0);
  });

  it('that answers after disconnect() is not heard', async () => {
    let answer: (token: string) => void = () => undefined;
    const fetch = vi.fn<typeof globalThis.fetch>();
    const { clock, connection } = start(
      task(() => new Promise((resolve) => (answer = resolve))),
      { fetch },
    );
    await settle();
    connection.disconnect();
    answer('late');
    await settle();
    expect(fetch).not.toHaveBeenCalled();
    expect(connection.state.phase).toBe('closed');
    expect(clock.pending).toBe(0);
  });

  it('that throws ends a connection that never stood, and one that stood for the moment only', async () => {
    let works = false;
    let stream = openStream();
    const token = (): string => {
      if (works) return 'secret-token';
      throw new TypeError('Failed to fetch');
    };
    const { clock, connection } = start(task(token), { fetch: () => Promise.resolve(stream.response) });
    await clock.run(100);
    expect(connection.state).toMatchObject({ phase: 'failed', error: { kind: 'token', retryable: false } });
    works = true;
    connection.connect();
    await clock.run(100);
    expect(connection.state.phase).toBe('open');
    works = false;
    stream.cut();
    await clock.run(10_000);
    expect(connection.state).toMatchObject({ phase: 'waiting', error: { kind: 'token', retryable: true } });
    works = true;
    stream = openStream();
    await clock.run(30_000);
    expect(connection.state.phase).toBe('open');
    connection.disconnect();
  });
});

describe('a token that is refused', () => {
  it('is asked for once more, at once', async () => {
    let asked = 0;
    const { clock, connection } = start(
      task(() => `token ${++asked}`),
      {
        fetch: () => Promise.resolve(asked === 1 ? new Response('', { status: 401 }) : openStream().response),
      },
    );
    await clock.run(0);
    expect(connection.state).toMatchObject({ phase: 'open', failures: 0 });
    expect(asked).toBe(2);
    connection.disconnect();
  });
});

describe('an open stream', () => {
  const open = async () => {
    const { say, cut, response } = openStream();
    const fetch = vi.fn(() => Promise.resolve(openStream().response)).mockResolvedValueOnce(response);
    const started = start(task(), { fetch });
    await started.clock.run(100);
    return { ...started, say, cut, kinds: () => started.states.map(({ error }) => error?.kind) };
  };

  it('that says anything now and then is no dead one; one that falls silent is', async () => {
    const { clock, connection, say, kinds } = await open();
    for (let time = 0; time < 5; time++) {
      await clock.run(40_000);
      say(': hello\n\n');
    }
    await clock.run(40_000);
    expect(connection.state).toMatchObject({ phase: 'open', generation: 1 });
    await clock.run(10_000);
    expect(kinds()).toContain('stalled');
    connection.disconnect();
  });

  it('is known to be dead sooner if its heartbeat is quick', async () => {
    const { clock, connection, say, kinds } = await open();
    for (let time = 0; time < 4; time++) {
      await clock.run(2_000);
      say(': hello\n\n');
      await settle();
      connection.heartbeat();
    }
    await clock.run(10_000);
    expect(kinds()).toContain('stalled');
    connection.disconnect();
  });

  it('that is quiet while REST is read is no dead one', async () => {
    const { clock, connection } = await open();
    await clock.run(40_000);
    connection.activity();
    await clock.run(40_000);
    expect(connection.state).toMatchObject({ phase: 'open', generation: 1 });
    connection.disconnect();
  });

  it('that breaks is opened again after as long as the server has said', async () => {
    const { clock, connection, say, cut } = await open();
    say('retry: 7000\n\n');
    await settle();
    cut();
    await settle();
    expect(connection.state).toMatchObject({ phase: 'waiting', delay: 7_000 });
    connection.disconnect();
    expect(clock.pending).toBe(0);
  });

  it('is not used by whoever closes it as it opens', async () => {
    const opened = vi.fn();
    const { clock, connection } = start(
      task(),
      { fetch: () => Promise.resolve(openStream().response) },
      { opened, changed: ({ phase }) => phase === 'open' && connection.disconnect() },
    );
    await clock.run(100);
    expect(connection.state.phase).toBe('closed');
    expect(opened).not.toHaveBeenCalled();
    expect(clock.pending).toBe(0);
  });

  it('forgets earlier failures once it has stood for a while', async () => {
    let down = true;
    const { clock, connection } = start(task(), {
      fetch: () => (down ? Promise.reject(new TypeError('down')) : Promise.resolve(openStream().response)),
    });
    await clock.run(3_000);
    expect(connection.state.failures).toBeGreaterThan(1);
    down = false;
    connection.retryNow();
    await clock.run(4_900);
    expect(connection.state.failures).toBeGreaterThan(1);
    await clock.run(200);
    expect(connection.state.failures).toBe(0);
    connection.disconnect();
  });
});

it('does not end a log that was opened anew because the reads of the last time are done', async () => {
  const { clock, connection } = start(task(), { fetch: () => Promise.resolve(openStream().response) });
  await clock.run(100);
  let done: () => void = () => undefined;
  connection.finish(new Promise((resolve) => (done = resolve)), undefined);
  connection.disconnect();
  connection.connect();
  await clock.run(100);
  done();
  await clock.run(100);
  expect(connection.state.phase).toBe('open');
  connection.disconnect();
});

describe('a fallback to polling', () => {
  it('looks soon whether the stream works again, and then less and less often, each time with a new token', async () => {
    const tokens: unknown[] = [];
    const fetch = vi.fn((_url: unknown, init?: RequestInit) => {
      tokens.push(new Headers(init?.headers).get('authorization'));
      return Promise.reject<Response>(new TypeError('blocked'));
    });
    let asked = 0;
    const source = task(() => `token ${++asked}`);
    const { clock, connection, states } = start(source, { fetch, transport: undefined as never });
    await clock.run(4_000);
    expect(connection.state).toMatchObject({ phase: 'open', transport: 'polling' });
    expect(fetch).toHaveBeenCalledTimes(2);
    await clock.run(6_000);
    expect(fetch).toHaveBeenCalledTimes(3);
    expect(connection.state).toMatchObject({ phase: 'open', transport: 'polling' });
    await clock.run(280_000);
    expect(fetch).toHaveBeenCalledTimes(3);
    await clock.run(30_000);
    expect(fetch).toHaveBeenCalledTimes(4);
    await clock.run(590_000);
    expect(fetch).toHaveBeenCalledTimes(5);
    expect(tokens).toEqual([1, 2, 3, 4, 5].map((count) => `Bearer token ${count}`));
    expect(states.at(-1)).toMatchObject({ phase: 'open', generation: 3, error: undefined });
    connection.disconnect();
    await settle();
    expect(clock.pending).toBe(0);
  });

  it('has as many timers after many polls as after one, and none after its end', async () => {
    let answer: (outcome: 'again') => void = () => undefined;
    let slow = false;
    const poll = (): Promise<'again'> =>
      slow ? new Promise((resolve) => (answer = resolve)) : Promise.resolve('again');
    const { clock, connection } = start(task(), { transport: 'polling', pollInterval: 100 }, { poll });
    await clock.run(50);
    const { pending } = clock;
    await clock.run(1_000);
    expect(clock.pending).toBe(pending);
    slow = true;
    await clock.run(1_000);
    connection.disconnect();
    const late = answer;
    connection.connect();
    late('again');
    await settle();
    expect(connection.state.phase).toBe('connecting');
    connection.disconnect();
    answer('again');
    await settle();
    expect(clock.pending).toBe(0);
  });
});

it('is not ended by what becomes of an attempt that was given up', async () => {
  const prepare = vi.fn(
    (signal: AbortSignal) =>
      new Promise<void>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new LogStreamError('aborted', 'aborted')));
      }),
  );
  const { clock, connection, states } = start(task(), {}, { prepare });
  connection.disconnect();
  connection.connect();
  await clock.run(100);
  expect(prepare).toHaveBeenCalledTimes(2);
  expect(connection.state).toMatchObject({ phase: 'connecting', failures: 0 });
  expect(states.some(({ error }) => error)).toBe(false);
  connection.disconnect();
});

it('has one attempt at a time, and lets go of each', async () => {
  const open = new Set<AbortSignal>();
  const fetch: typeof globalThis.fetch = (_url, init) => {
    const signal = init?.signal as AbortSignal;
    open.add(signal);
    signal.addEventListener('abort', () => open.delete(signal));
    return Promise.resolve(openStream().response);
  };
  const { clock, connection } = start(task(), { fetch });
  connection.connect();
  await clock.run(6_000);
  expect(open.size).toBe(1);
  const steps = [
    () => connection.timeout(),
    () => connection.fail(new LogStreamError('network', 'cut')),
    () => connection.retryNow(),
    () => connection.timeout(),
    () => connection.connect(),
  ];
  for (const step of [...steps, ...steps]) {
    step();
    expect(open.size).toBeLessThanOrEqual(1);
    await clock.run(10);
    expect(open.size).toBe(connection.state.phase === 'open' ? 1 : 0);
    await clock.run(6_000);
    expect(open.size).toBe(1);
  }
  connection.disconnect();
  expect(open.size).toBe(0);
  expect(clock.pending).toBe(0);
});

it.each<[string, (connection: ServerConnection) => void]>([
  ['a planned end', (connection) => connection.timeout()],
  ['a failure', (connection) => connection.fail(new LogStreamError('network', 'cut'))],
])('stays closed when whoever hears of %s disconnects', async (_what, end) => {
  let closing = false;
  const fetch = vi.fn<typeof globalThis.fetch>(() => Promise.resolve(openStream().response));
  const { clock, connection } = start(task(), { fetch }, { ended: () => closing && connection.disconnect() });
  await clock.run(6_000);
  closing = true;
  end(connection);
  expect(clock.pending).toBe(0);
  await clock.run(60_000);
  expect(connection.state.phase).toBe('closed');
  expect(fetch).toHaveBeenCalledTimes(1);
  expect(clock.pending).toBe(0);
});

describe('a socket that never opened', () => {
  /** Fails to connect, as a browser's does. */
  class Refused extends EventTarget {
    readyState = 3;
    binaryType = 'blob';
    constructor() {
      super();
      queueMicrotask(() => {
        this.dispatchEvent(new Event('error'));
        this.dispatchEvent(Object.assign(new Event('close'), { code: 1006, reason: '', wasClean: false }));
      });
    }
    close(): void {}
  }
  const WebSocket = Refused as unknown as typeof globalThis.WebSocket;

  it('asks REST with the token that it was opened with', async () => {
    let given = 0;
    const sent: (string | null)[] = [];
    const source = containers({ baseUrl, token: () => `token-${++given}` }).service('s') as LogSource;
    const { clock, connection } = start(source, {
      WebSocket,
      autoReconnect: false,
      fetch: (_url, init) => {
        sent.push(new Headers(init?.headers).get('authorization'));
        return Promise.resolve(new Response('', { status: 403 }));
      },
    });
    await expect
      .poll(() => connection.state)
      .toMatchObject({ phase: 'failed', error: { kind: 'forbidden' } });
    expect(sent).toEqual(['Bearer token-1']);
    expect(clock.pending).toBe(0);
  });

  it('is asked about over REST, unlike one that breaks later, and any stream that can tell why', async () => {
    class Broken extends EventTarget {
      static readonly CLOSING = 2;
      readonly CLOSED = 3;
      readyState = 1;
      binaryType = 'blob';
      constructor() {
        super();
        queueMicrotask(() => {
          this.dispatchEvent(new Event('open'));
          this.readyState = 3;
          this.dispatchEvent(Object.assign(new Event('close'), { code: 1006, reason: '' }));
        });
      }
      close(): void {}
    }
    const probe = vi.fn<() => never>();
    const attempt = async (source: LogSource, options: LogStreamOptions): Promise<number> => {
      const { connection } = start({ ...source, probe }, options);
      await expect.poll(() => connection.state.phase).toBe('waiting');
      connection.disconnect();
      return probe.mock.calls.length;
    };
    const socketed = containers({ baseUrl }).service('s') as LogSource;
    expect(await attempt(socketed, { WebSocket: Broken as unknown as typeof globalThis.WebSocket })).toBe(0);
    expect(await attempt(task(), { fetch: () => Promise.reject(new TypeError('down')) })).toBe(0);
    expect(await attempt(socketed, { WebSocket })).toBe(1);
  });

  it('waits as long as REST is told to', async () => {
    const { connection } = start(containers({ baseUrl }).service('s'), {
      WebSocket,
      fetch: () => Promise.resolve(new Response('', { status: 503, headers: { 'retry-after': '40' } })),
    });
    await expect.poll(() => connection.state).toMatchObject({ phase: 'waiting', delay: 40_000 });
    connection.disconnect();
  });

  it.each([
    new Error('a mistake in a backend of somebody’s own'),
    Object.assign(new Error('of another library'), { retryable: false }),
    undefined as unknown as Error,
  ])('is tried again when the source throws instead of a question to ask: %s', async (thrown) => {
    const source: LogSource = {
      ...(containers({ baseUrl }).service('s') as LogSource),
      probe() {
        throw thrown;
      },
    };
    const { connection } = start(source, { WebSocket });
    await expect.poll(() => connection.state).toMatchObject({ phase: 'waiting', error: { kind: 'network' } });
    connection.disconnect();
  });
});

describe('a host without WebSockets', () => {
  const without = (source: LogSource): ServerConnection => {
    vi.stubGlobal('WebSocket', undefined);
    const { connection } = start(source, { transport: undefined as never });
    vi.unstubAllGlobals();
    return connection;
  };

  it('uses the next best transport of the backend', () => {
    const connection = without(containers({ baseUrl }).service('s'));
    expect(connection.state.transport).toBe('polling');
    connection.disconnect();
  });

  it('is told what to do if the backend has no other', async () => {
    const connection = without({ ...containers({ baseUrl }).service('s'), transports: ['websocket'] });
    await expect
      .poll(() => connection.state)
      .toMatchObject({ phase: 'failed', error: { kind: 'unsupported' } });
    expect(connection.state.error?.message).toContain('options.WebSocket');
  });
});

describe('a page', () => {
  let undo: () => void = () => undefined;
  afterEach(() => undo());

  /** Makes this a page whose window gets events. */
  function page(): EventTarget {
    const window = new EventTarget();
    vi.stubGlobal('addEventListener', window.addEventListener.bind(window));
    vi.stubGlobal('removeEventListener', window.removeEventListener.bind(window));
    undo = () => vi.unstubAllGlobals();
    return window;
  }

  it('that is back on the network waits no longer, but as long as the server asks', async () => {
    const window = page();
    let answer = (): Promise<Response> => Promise.reject(new TypeError('down'));
    const fetch = vi.fn(() => answer());
    const { clock, connection } = start(task(), { fetch, random: () => 0.999 });
    await clock.run(0);
    expect(connection.state.phase).toBe('waiting');
    answer = () => Promise.resolve(new Response('', { status: 429, headers: { 'retry-after': '30' } }));
    window.dispatchEvent(new Event('online'));
    await settle();
    expect(fetch).toHaveBeenCalledTimes(2);
    window.dispatchEvent(new Event('online'));
    await clock.run(20_000);
    expect(fetch).toHaveBeenCalledTimes(2);
    connection.retryNow();
    await settle();
    expect(fetch).toHaveBeenCalledTimes(3);
    connection.disconnect();
  });

  it('that is back on the network looks whether a better transport gets through by now', async () => {
    const window = page();
    const fetch = vi.fn(() => Promise.reject(new TypeError('blocked')));
    const { clock, connection } = start(task(), { fetch, transport: undefined as never });
    await clock.run(400_000);
    expect(fetch).toHaveBeenCalledTimes(4);
    await clock.run(320_000);
    window.dispatchEvent(new Event('online'));
    window.dispatchEvent(new Event('online'));
    await clock.run(1_000);
    expect(fetch).toHaveBeenCalledTimes(5);
    connection.disconnect();
  });

  it('that was frozen opens its connection anew at once', async () => {
    const window = page();
    const fetch = vi.fn(() => Promise.resolve(openStream().response));
    const { clock, connection, states } = start(task(), { fetch });
    await clock.run(100);
    states.length = 0;
    window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
    await settle();
    expect(connection.state.phase).toBe('open');
    expect(fetch).toHaveBeenCalledTimes(2);
    expect(states[0]?.error?.message).toMatch(/frozen/);
    connection.disconnect();
  });

  it('that was frozen while it waited for the next attempt goes on to wait', async () => {
    const listeners = new Map<string, (event: object) => void>();
    vi.stubGlobal('addEventListener', (type: string, on: (event: object) => void) => listeners.set(type, on));
    vi.stubGlobal('removeEventListener', () => undefined);
    undo = () => vi.unstubAllGlobals();
    const { clock, connection } = start(task(), { fetch: () => Promise.reject(new TypeError('down')) });
    await clock.run(0);
    expect(connection.state.phase).toBe('waiting');
    expect(() => listeners.get('pageshow')?.({ persisted: true })).not.toThrow();
    expect(connection.state).toMatchObject({ phase: 'waiting', failures: 1 });
    connection.disconnect();
  });

  it('that is back after a sleep, during which timers stood still, notices soon that its stream is dead', async () => {
    const window = page();
    const clock = createVirtualClock();
    let slept = 0;
    const { connection } = start(task(), {
      clock: { ...clock, now: () => clock.now() + slept },
      fetch: () => Promise.resolve(openStream().response),
    });
    await clock.run(100);
    slept = 3_600_000;
    window.dispatchEvent(new Event('online'));
    await clock.run(1_000);
    expect(connection.state).toMatchObject({ phase: 'waiting', error: { kind: 'stalled' } });
    connection.disconnect();
  });

  it('is listened to while there is a connection, and left alone after each disconnect()', async () => {
    page();
    const listening = new Set<unknown>();
    vi.stubGlobal('addEventListener', (_type: string, listener: unknown) => listening.add(listener));
    vi.stubGlobal('removeEventListener', (_type: string, listener: unknown) => listening.delete(listener));
    const { clock, connection } = start(task(), { fetch: () => Promise.resolve(openStream().response) });
    for (let time = 0; time < 2; time++) {
      connection.connect();
      await clock.run(100);
      expect(listening.size).toBeGreaterThan(0);
      connection.disconnect();
      expect(listening.size).toBe(0);
    }
  });

  it('that comes back while the end of a log is read does not open it anew', async () => {
    const window = page();
    const fetch = vi.fn(() => Promise.resolve(openStream().response));
    const { clock, connection } = start(task(), { fetch });
    await clock.run(100);
    let done: () => void = () => undefined;
    connection.finish(new Promise((resolve) => (done = resolve)), 'completed');
    await clock.run(400_000);
    window.dispatchEvent(new Event('online'));
    await clock.run(10_000);
    expect(connection.state.phase).toBe('open');
    done();
    await settle();
    expect(connection.state).toMatchObject({ phase: 'complete', outcome: 'completed' });
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(clock.pending).toBe(0);
  });
});
