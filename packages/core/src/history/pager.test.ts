import { describe, expect, it, vi } from 'vitest';
import type { LogSource } from '../backends/source.js';
import type { DecodedLine } from '../entry.js';
import { createLogStream } from '../log-stream.js';
import { IDS } from '../testing/server-kinds.js';
import { createSimulatedServer } from '../testing/simulated-server.js';
import { simulateStream, textsOf } from '../testing/simulated-stream.js';
import { createVirtualClock } from '../testing/virtual-clock.js';

const line = (n: number, stamped: boolean, message: string): DecodedLine => ({
  level: 'info',
  message,
  labels: {},
  raw: n,
  ...(stamped ? { timestamp: `t${n}`, time: n } : {}),
});

describe('older lines', () => {
  it.each([
    [1.5, [1]],
    [0.5, []],
    [0, []],
    [-1, []],
    [Number.NaN, []],
    [Infinity, [expect.any(Number) as number]],
  ])('are requested in whole numbers, and not at all for none: %d', async (limit, requested) => {
    const limits: number[] = [];
    const { server, stream, clock } = simulateStream(IDS);
    const source: LogSource = {
      ...server.source,
      older(request) {
        limits.push(request.limit);
        return (server.source.older as NonNullable<LogSource['older']>)(request);
      },
    };
    stream.dispose();
    const own = createLogStream(source, { clock, fetch: server.fetch });
    const loading = own.loadOlder(limit);
    await clock.run(1_000);
    await loading;
    expect(limits).toEqual(requested);
    expect(limits.every(Number.isSafeInteger)).toBe(true);
    own.dispose();
  });

  it('are loaded for everybody who did not abort', async () => {
    const { clock, server, stream } = simulateStream(IDS, { history: 2 });
    for (let n = 0; n < 9; n++) server.write(`line ${n}`);
    stream.connect();
    await clock.run(6_000);
    const abort = new AbortController();
    const first = stream.loadOlder(3, { signal: abort.signal }).catch((thrown: unknown) => thrown);
    const others = Promise.all([stream.loadOlder(3), stream.loadOlder(3)]);
    abort.abort();
    await clock.run(1_000);
    expect(await first).toMatchObject({ kind: 'aborted' });
    expect(await others).toEqual([3, 3]);
    expect(stream.getSnapshot().view.length).toBe(5);
    stream.dispose();
  });

  it('are not waited for by a caller who has aborted, although another one has begun to load them', async () => {
    const { clock, server, stream } = simulateStream(IDS, { history: 2 });
    for (let n = 0; n < 9; n++) server.write(`line ${n}`);
    stream.connect();
    await clock.run(6_000);
    server.slowRows(1_000, false);
    const first = stream.loadOlder(3);
    const abort = new AbortController();
    const second = stream.loadOlder(3, { signal: abort.signal });
    abort.abort();
    await expect(second).rejects.toMatchObject({ kind: 'aborted' });
    expect(stream.getSnapshot().history).toBe('loading');
    await clock.run(2_000);
    expect(await first).toBe(3);
    stream.dispose();
  });

  it.each(['loadOlder', 'fill'] as const)(
    'or a gap: %s() ends with the stream, and keeps no process alive',
    async (method) => {
      const abort = new AbortController();
      const { signal } = abort;
      const { clock, server, open, stream } = simulateStream(IDS, { history: 2 });
      stream.dispose();
      for (const end of ['dispose', 'signal'] as const) {
        const own = open({ signal });
        for (let n = 0; n < 9; n++) server.write(`line ${n}`);
        own.connect();
        await clock.run(6_000);
        const restDown = server.refuseRows();
        server.cut();
        server.write('missed');
        await clock.run(20_000);
        server.write('next');
        await clock.run(120_000);
        expect(textsOf(own.getSnapshot().items)).toContain('gap outage');
        restDown();
        own.disconnect();
        server.slowRows(1_000, false);
        const ended = expect(method === 'fill' ? own.fill() : own.loadOlder(3)).rejects.toMatchObject({
          kind: 'aborted',
        });
        await clock.run(10);
        if (end === 'dispose') own.dispose();
        else abort.abort();
        await ended;
        await clock.run(0);
        server.slowRows(0, false);
        await expect(own.loadOlder()).rejects.toMatchObject({ kind: 'aborted' });
        expect(clock.pending).toBe(0);
      }
    },
  );

  const mixed = (n: number): string => (n % 3 === 0 ? 'repeated' : `line ${n}`);
  it.each([
    ['lines with stamps', true, true, mixed],
    ['lines without stamps, although they have some themselves', false, true, mixed],
    ['lines without stamps', false, false, mixed],
    ['nothing but one line, repeated', false, true, () => 'waiting'],
  ])('meet what is held: %s', async (_what, live, rest, message) => {
    const source: LogSource = {
      backend: 'test',
      key: 'test',
      title: 'test',
      transports: [],
      identity: 'align',
      liveStart: 'tail',
      live: () => ({ url: '', token: 'none' }),
      decode: () => [],
      identify: ({ timestamp, message }) => `${timestamp} ${message}`,
      attach(sink) {
        sink.lines(Array.from({ length: 100 }, (_, n) => line(400 + n, live, message(400 + n))));
        return () => undefined;
      },
      older: ({ newer, limit }) => ({
        url: 'http://h/older',
        token: 'none',
        expect: 'json',
        decode: () => {
          const from = Math.max(0, 500 - newer - limit);
          return {
            lines: Array.from({ length: 500 - from }, (_, n) => line(from + n, rest, message(from + n))),
            malformed: [],
            ...(from > 0 ? { truncated: true } : {}),
          };
        },
      }),
    };
    const fetch = vi.fn(() => Promise.resolve(Response.json({})));
    const stream = createLogStream(source, { fetch });
    stream.connect();
    for (let reads = 0; reads < 10; reads++) await stream.loadOlder(150);
    expect(stream.getSnapshot().history).toBe('start');
    const { items } = stream.getSnapshot();
    expect(items.map((item) => (item.kind === 'log' ? item.raw : item))).toEqual(
      Array.from({ length: 500 }, (_, n) => n),
    );
    stream.dispose();
  });

  it.each(['id', 'count', 'align'] as const)(
    'are known to exist by a stream that was resumed, before it has a line of its own: %s',
    async (identity) => {
      const liveStart = identity === 'align' ? 'tail' : 'now';
      const { clock, server, stream, open } = simulateStream({ identity, liveStart });
      server.write('0');
      stream.connect();
      await clock.run(1_000);
      const next = open({ resume: stream.resumeToken() as string });
      stream.dispose();
      next.connect();
      await clock.run(1_000);
      expect(next.getSnapshot().history).toBe('more');
      server.write('1');
      await clock.run(1_000);
      await next.loadOlder();
      expect(textsOf(next.getSnapshot().items)).toEqual(['0', '1']);
      expect(next.getSnapshot().history).toBe('start');
      next.dispose();
    },
  );

  it('may exist as long as nothing was read', async () => {
    const { clock, stream } = simulateStream(IDS);
    expect(stream.getSnapshot().history).toBe('unknown');
    stream.connect();
    await clock.run(1_000);
    expect(stream.getSnapshot().history).toBe('start');
    stream.dispose();
  });

  it('cannot be had of a backend that has no such read, even if they were held before', async () => {
    const { clock, server, open } = simulateStream(IDS);
    const { older: _none, ...source } = server.source;
    const stream = open({ bufferLines: 10, history: 10 }, source);
    const states = [stream.getSnapshot().history];
    for (let n = 0; n < 20; n++) server.write(`${n}`);
    stream.connect();
    await clock.run(1_000);
    states.push(stream.getSnapshot().history);
    for (let n = 20; n < 40; n++) server.write(`${n}`);
    await clock.run(1_000);
    states.push(stream.getSnapshot().history);
    expect(states).toEqual(['unavailable', 'unavailable', 'unavailable']);
    stream.clear();
    expect(await stream.loadOlder()).toBe(0);
    stream.dispose();
  });

  it.each([
    ['lines', { bufferLines: 10 }],
    ['bytes', { bufferBytes: 6_000 }],
  ] as const)(
    'can be had again when they have left the buffer, for its bound in %s',
    async (_bound, bounds) => {
      const clock = createVirtualClock();
      const server = createSimulatedServer(clock, IDS);
      for (let n = 0; n < 10; n++) server.write(`${n}`);
      const { source, fetch } = server;
      const stream = createLogStream(source, { ...bounds, clock, fetch, transport: 'sse', history: 10 });
      stream.connect();
      await clock.run(1_000);
      expect(stream.getSnapshot().history).toBe('start');
      for (let n = 10; n < 30; n++) server.write(`${n}`);
      await clock.run(1_000);
      expect(stream.getSnapshot().history).toBe('more');
      stream.clear();
      while (stream.getSnapshot().history === 'more' && (await stream.loadOlder(4)) > 0);
      const shown = stream.getSnapshot().items.map((item) => (item.kind === 'log' ? item.message : item));
      expect(shown.at(-1)).toBe('29');
      stream.dispose();
    },
  );
});
