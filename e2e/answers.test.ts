/** Answers other than a log: redirects, 204, login pages, and Retry-After. */
import {
  createLogStream,
  systemClock,
  type BackendName,
  type Clock,
  type LogStream,
  type LogStreamError,
  type LogStreamOptions,
  type TransportName,
} from '@tailrace/core';
import { serve, type RunningServer } from '@tailrace/mock-server/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startFront, type Front } from './support/front.js';
import { numbered } from './support/lines.js';
import { COMBINATIONS, SOURCES } from './support/sources.js';

const PATIENCE = { timeout: 20_000 };

let server: RunningServer;
let front: Front | undefined;
let stream: LogStream | undefined;
beforeEach(async () => {
  server = await serve({ port: 0, scenario: 'none' });
  if (!server.store.run('demo')) server.store.createRun({ id: 'demo' });
  server.control.append('demo', 100);
});
afterEach(async () => {
  stream?.dispose();
  await front?.close();
  await server.close();
  stream = front = undefined;
});

function open(
  backend: BackendName,
  transport: TransportName,
  baseUrl: string,
  options: LogStreamOptions = {},
) {
  const errors: LogStreamError[] = [];
  const opened = (stream = createLogStream(SOURCES[backend](baseUrl), {
    transport,
    pollInterval: 20,
    backoff: { base: 10, cap: 20, floor: 1 },
    ...options,
  }));
  opened.on('error', (error) => errors.push(error));
  opened.connect();
  return {
    stream: opened,
    errors,
    shown: () =>
      opened.getSnapshot().items.map((item) => (item.kind === 'log' ? item.message : `gap ${item.reason}`)),
  };
}

/** All transports but WebSocket, which does not follow redirects in a browser. */
const overHttp = COMBINATIONS.filter(([, transport]) => transport !== 'websocket');

describe.each([301, 302, 307, 308])('a redirect (%i)', (status) => {
  it.each(overHttp)('is followed: %s over %s', async (backend, transport) => {
    const moved = (front = await startFront(server.url, (path) =>
      path.startsWith('/old/') ? { status, headers: { location: path.slice('/old'.length) } } : undefined,
    ));
    const { stream, shown, errors } = open(backend, transport, `${moved.url}/old`);
    await vi.waitFor(() => expect(shown()).toEqual(numbered(100)), PATIENCE);
    await vi.waitFor(() => expect(stream.getSnapshot().status).toMatch(/live|polling/), PATIENCE);
    server.control.append('demo', 100);
    server.control.cut();
    server.control.append('demo', 100);
    await vi.waitFor(() => expect(shown()).toEqual(numbered(300)), PATIENCE);
    expect(stream.getSnapshot().ledger).toMatchObject({ stored: 300, dropped: 0, malformed: 0, gaps: 0 });
    expect(errors.map(({ kind }) => kind).filter((kind) => kind !== 'network')).toEqual([]);
  });
});

describe('a redirect', () => {
  it('to another host does not carry the token along', async () => {
    const tokens: (string | undefined)[] = [];
    const other = await startFront(server.url, (_path, { headers }) => {
      tokens.push(headers.authorization);
      return undefined;
    });
    front = await startFront(server.url, (path) => ({
      status: 302,
      headers: { location: other.url + path },
    }));
    const { stream } = open('codespace', 'sse', front.url);
    await vi.waitFor(() => expect(stream.getSnapshot().status).toBe('failed'), PATIENCE);
    expect(stream.getSnapshot().error).toMatchObject({ kind: 'unauthorized', status: 401 });
    expect(tokens).toEqual([undefined]);
    await other.close();
  });

  it.each(overHttp)('in a loop counts as an outage: %s over %s', async (backend, transport) => {
    let circling = true;
    front = await startFront(server.url, (path) =>
      circling ? { status: 302, headers: { location: path } } : undefined,
    );
    const { stream, shown, errors } = open(backend, transport, front.url);
    await vi.waitFor(() => expect(errors.length).toBeGreaterThanOrEqual(2), PATIENCE);
    expect(errors.every(({ kind, retryable }) => kind === 'network' && retryable)).toBe(true);
    circling = false;
    await vi.waitFor(() => expect(shown()).toEqual(numbered(100)), PATIENCE);
    expect(stream.getSnapshot().ledger.gaps).toBe(0);
  });

  it.each(overHttp)('to a login page is reported as HTML: %s over %s', async (backend, transport) => {
    let signedOut = true;
    front = await startFront(server.url, (path) => {
      if (path === '/login')
        return { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Sign in</h1>' };
      return signedOut ? { status: 302, headers: { location: '/login' } } : undefined;
    });
    const { shown, errors } = open(backend, transport, front.url);
    await vi.waitFor(() => expect(errors.length).toBeGreaterThanOrEqual(2), PATIENCE);
    for (const { kind, message } of errors) {
      expect(kind).toBe('protocol');
      expect(message).toMatch(/returned (HTML|text\/html) instead of .*\. Check that the base URL/);
    }
    signedOut = false;
    await vi.waitFor(() => expect(shown()).toEqual(numbered(100)), PATIENCE);
  });
});

describe('a stream that is answered with 204', () => {
  it.each(overHttp.filter(([, transport]) => transport === 'sse'))(
    'is not requested again: %s over %s',
    async (backend, transport) => {
      const nothing = (front = await startFront(server.url, (path) =>
        /\/stream(\/sse)?(\?|$)/.test(path) ? { status: 204 } : undefined,
      ));
      const { stream } = open(backend, transport, nothing.url);
      await vi.waitFor(() => expect(stream.getSnapshot().status).toBe('failed'), PATIENCE);
      expect(stream.getSnapshot().error).toMatchObject({ kind: 'gone', status: 204, retryable: false });
      expect(nothing.asked.filter((path) => path.includes('/stream'))).toHaveLength(1);
    },
  );
});

/** How a server asks to wait, and how long a client may wait then. Milliseconds. */
const WAITS: readonly {
  readonly how: string;
  readonly from: number;
  readonly to: number;
  retryAfter(): string | number;
}[] = [
  { how: 'for 20 seconds', from: 20_000, to: 20_000, retryAfter: () => 20 },
  // On a busy machine, part of the time has passed when the answer is read.
  {
    how: 'until a date',
    from: 15_000,
    to: 59_000,
    retryAfter: () => new Date(Date.now() + 59_000).toUTCString(),
  },
];

describe.each([429, 503])('a server that sends Retry-After (%i)', (status) => {
  const LONG = 600_000;
  /** Only the waits that the server asked for have such lengths: they are recorded, and shortened. */
  const askedFor = (ms: number): boolean => ms >= 15_000 && ms <= 60_000;

  it.each(overHttp.flatMap(([backend, transport]) => WAITS.map((wait) => ({ backend, transport, ...wait }))))(
    '$how: $backend over $transport',
    async ({ backend, transport, from, to, retryAfter }) => {
      const waits: number[] = [];
      const clock: Clock = {
        now: systemClock.now,
        schedule(run, ms) {
          if (!askedFor(ms)) return systemClock.schedule(run, ms);
          waits.push(ms);
          return systemClock.schedule(run, 1);
        },
      };
      const { stream, shown } = open(backend, transport, server.url, {
        clock,
        stallTimeout: LONG,
        connectTimeout: LONG,
      });
      await vi.waitFor(() => expect(shown()).toEqual(numbered(100)), PATIENCE);
      // Before that, there is nothing to cut.
      await vi.waitFor(() => expect(stream.getSnapshot().status).toMatch(/live|polling/), PATIENCE);
      expect(waits).toEqual([]);
      // Only one scope, because other requests of an open stream would use up the refusal.
      const scope = transport === 'polling' ? 'rest' : 'stream';
      server.control.refuse({ status, retryAfter: retryAfter(), scope, backend });
      server.control.cut();
      server.control.append('demo', 100);
      await vi.waitFor(() => expect(waits).toHaveLength(1), PATIENCE);
      expect(waits[0]).toBeGreaterThanOrEqual(from);
      expect(waits[0]).toBeLessThanOrEqual(to);
      await vi.waitFor(() => expect(shown()).toEqual(numbered(200)), PATIENCE);
    },
  );
});
