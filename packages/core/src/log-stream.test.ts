import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { codespace } from './backends/codespace.js';
import { createLogFeed } from './backends/feed.js';
import { prismq } from './backends/prismq.js';
import type { LogSource } from './backends/source.js';
import type { LogItem } from './entry.js';
import { createLogStream } from './log-stream.js';
import { COUNTED, TAIL } from './testing/server-kinds.js';
import { createSimulatedServer } from './testing/simulated-server.js';
import { simulateStream, textsOf } from './testing/simulated-stream.js';
import { createVirtualClock, settle } from './testing/virtual-clock.js';

/** A live stream with these events, which then stays silent. */
function serving(events: string): typeof globalThis.fetch {
  return () =>
    Promise.resolve(
      new Response(
        new ReadableStream({
          start: (controller) => controller.enqueue(new TextEncoder().encode(events)),
        }),
        { headers: { 'content-type': 'text/event-stream' } },
      ),
    );
}

describe('a log stream', () => {
  it('shows earlier lines, then new ones', async () => {
    const { clock, server, stream, shown } = simulateStream(COUNTED);
    server.write('before');
    stream.connect();
    expect(stream.getSnapshot().status).toBe('connecting');
    await clock.run(100);
    expect(stream.getSnapshot().status).toBe('live');
    server.write('after');
    await clock.run(100);
    expect(shown()).toEqual(['before', 'after']);
    stream.disconnect();
    await clock.run(100);
    expect(stream.getSnapshot().status).toBe('closed');
    expect(server.connections).toBe(0);
    expect(clock.pending).toBe(0);
  });

  it('stays closed once it is disposed, even if a listener connects again', async () => {
    const { clock, server, stream } = simulateStream(COUNTED);
    stream.on('status', (status) => {
      if (status === 'closed') stream.connect();
    });
    stream.connect();
    await clock.run(100);
    stream.dispose();
    await clock.run(100);
    expect(stream.getSnapshot().status).toBe('closed');
    expect([server.connections, clock.pending]).toEqual([0, 0]);
  });

  it('uses the decoder of a source that wraps another one', async () => {
    const clock = createVirtualClock();
    const { start: _start, catchUp: _catchUp, ...source } = prismq({ baseUrl: 'http://q.test' }).run('r');
    const fetch = serving(
      'event: log\ndata: {"timestamp":"2026-01-01T00:00:00Z","level":"info","message":"m"}\n\n',
    );
    const marked: LogSource = {
      ...source,
      decode: (frame, transport) =>
        source
          .decode(frame, transport)
          .map((signal) =>
            signal.type === 'line' ? { ...signal, line: { ...signal.line, message: 'marked' } } : signal,
          ),
    };
    const stream = createLogStream(marked, { clock, fetch, transport: 'sse' });
    stream.connect();
    await clock.run(100);
    expect(textsOf(stream.getSnapshot().items)).toEqual(['marked']);
    stream.dispose();
  });

  it('completes when the server says so, long after all was read', async () => {
    const { clock, server, stream, shown } = simulateStream(COUNTED);
    const errors: unknown[] = [];
    stream.on('error', (error) => void errors.push(error));
    stream.connect();
    await clock.run(60_000);
    server.write('last');
    await clock.run(100);
    server.complete();
    await clock.run(100);
    expect(stream.getSnapshot().status).toBe('complete');
    expect(shown()).toEqual(['last']);
    expect(errors).toEqual([]);
    expect([server.connections, clock.pending]).toEqual([0, 0]);
    stream.dispose();
  });

  it('stays complete when it is disconnected or disposed, whether a server or a feed said so', async () => {
    const { clock, server, stream } = simulateStream(COUNTED);
    const feed = createLogFeed();
    const streams = [stream, createLogStream(feed, { clock })];
    for (const each of streams) each.connect();
    await clock.run(1_000);
    server.complete();
    feed.complete();
    await clock.run(1_000);
    for (const end of ['disconnect', 'dispose'] as const)
      for (const each of streams) {
        each[end]();
        expect(each.getSnapshot().status).toBe('complete');
      }
  });

  it('goes on at once, without an error, when the server ends a stream as planned', async () => {
    const { clock, server, open } = simulateStream(COUNTED);
    const { source } = server;
    const stream = open(
      {},
      {
        ...source,
        decode: (frame, transport) =>
          frame.data.includes('time is up') ? [{ type: 'timeout' }] : source.decode(frame, transport),
      },
    );
    const heard: string[] = [];
    stream.on('error', ({ kind }) => void heard.push(kind));
    stream.connect();
    await clock.run(60_000);
    stream.on('status', (status) => void heard.push(status));
    server.write('time is up');
    await clock.run(0);
    server.write('after');
    await clock.run(100);
    expect(textsOf(stream.getSnapshot().items)).toContain('after');
    expect(heard).toEqual(['reconnecting', 'live']);
    stream.dispose();
  });

  it('completes when the server says so, with the lines that only REST has', async () => {
    const { clock, server, stream, shown } = simulateStream(COUNTED);
    server.write('1');
    server.write('2');
    server.complete();
    stream.connect();
    await clock.run(1_000);
    expect(stream.getSnapshot().status).toBe('complete');
    expect(shown()).toEqual(['1', '2']);
    expect(clock.pending).toBe(0);
  });

  it('shows the lines that arrive together with the end of the log', async () => {
    const { clock, server, open } = simulateStream(COUNTED);
    const line = { id: 0, timestamp: new Date(clock.now()).toISOString(), message: '1' };
    const last = open({
      fetch: (async (input: string, init?: RequestInit) =>
        input.includes('/live')
          ? new Response(`event: log\ndata: ${JSON.stringify(line)}\n\nevent: complete\ndata: {}\n\n`, {
              headers: { 'content-type': 'text/event-stream' },
            })
          : server.fetch(input, init)) as typeof fetch,
    });
    last.connect();
    await clock.run(1_000);
    expect(last.getSnapshot().status).toBe('complete');
    expect(textsOf(last.getSnapshot().items)).toEqual(['1']);
  });

  it('starts without earlier lines if history is 0, and still misses nothing after a cut', async () => {
    const { clock, server, stream, shown } = simulateStream({ ...COUNTED, replay: true }, { history: 0 });
    server.write('old');
    await clock.run(10_000);
    stream.connect();
    await clock.run(100);
    server.write('new');
    await clock.run(10_000);
    server.cut();
    server.write('missed');
    await clock.run(60_000);
    expect(shown()).toEqual(['new', 'missed']);
    stream.dispose();
  });

  it('gives the same result by polling', async () => {
    const { clock, server, stream, shown } = simulateStream(COUNTED, { transport: 'polling' });
    server.write('1');
    stream.connect();
    await clock.run(100);
    expect(stream.getSnapshot().status).toBe('polling');
    server.write('2');
    server.write('2');
    await clock.run(2_500);
    server.refuse(3, 0);
    await clock.run(2_500);
    server.write('3');
    await clock.run(60_000);
    expect(shown()).toEqual(['1', '2', '2', '3']);
    stream.dispose();
  });

  it.each(['sse', 'polling'] as const)(
    'reports the delay that a server asks for, over %s',
    async (transport) => {
      const clock = createVirtualClock();
      let asked = 0;
      const fetch = (): Promise<Response> => {
        asked += 1;
        return Promise.resolve(new Response('', { status: 429, headers: { 'retry-after': '30' } }));
      };
      const source = codespace({ baseUrl: 'http://logs.test' }).task('t');
      const stream = createLogStream(source, { clock, transport, fetch });
      stream.connect();
      await clock.run(1_000);
      const { status, error, retry } = stream.getSnapshot();
      expect({ status, kind: error?.kind, delay: retry?.delay }).toEqual({
        status: 'reconnecting',
        kind: 'rate-limited',
        delay: 30_000,
      });
      await clock.run(28_000);
      expect(asked).toBe(1);
      stream.dispose();
    },
  );

  it('fails with the reason if a retry cannot help', async () => {
    const { clock, server, stream } = simulateStream(COUNTED);
    server.refuse(1, 404);
    stream.connect();
    await clock.run(1_000);
    expect(stream.getSnapshot()).toMatchObject({
      status: 'failed',
      error: { kind: 'not-found', status: 404 },
    });
    stream.connect();
    await clock.run(1_000);
    expect(stream.getSnapshot().status).toBe('live');
    stream.dispose();
  });

  it('shows the first lines of a log that was empty when it started without history', async () => {
    for (const transport of ['sse', 'polling'] as const) {
      const { clock, server, stream, shown } = simulateStream(COUNTED, { history: 0, transport });
      stream.connect();
      await clock.run(3_000);
      server.cut();
      server.write('first');
      await clock.run(10_000);
      server.write('second');
      await clock.run(10_000);
      expect(shown()).toEqual(['first', 'second']);
      stream.dispose();
    }
  });

  it('fails if REST says that the log does not exist, and continues live if REST may be missing', async () => {
    for (const failsWhenMissing of [true, false]) {
      const clock = createVirtualClock();
      const server = createSimulatedServer(clock, COUNTED);
      const noRest = (async (input: string, init?: RequestInit) =>
        input.includes('/rows')
          ? new Response('{}', { status: 404 })
          : server.fetch(input, init)) as typeof fetch;
      const source = { ...server.source, failsWhenMissing };
      const stream = createLogStream(source, { clock, fetch: noRest, transport: 'sse' });
      const errors: string[] = [];
      stream.on('error', (error) => errors.push(error.kind));
      stream.connect();
      await clock.run(1_000);
      expect(stream.getSnapshot().status).toBe(failsWhenMissing ? 'failed' : 'live');
      expect(errors).toEqual(['not-found']);
      stream.dispose();
    }
  });

  it('goes on if REST cannot say whether the log exists, or had it before', async () => {
    const clock = createVirtualClock();
    const server = createSimulatedServer(clock, COUNTED);
    let status = 503;
    const fetch = (async (input: string, init?: RequestInit) =>
      status !== 200 && input.includes('/rows')
        ? new Response('{}', { status })
        : server.fetch(input, init)) as typeof globalThis.fetch;
    const source = { ...server.source, failsWhenMissing: true };
    const stream = createLogStream(source, { clock, fetch, transport: 'sse' });
    server.write('0');
    stream.connect();
    await clock.run(20_000);
    expect(stream.getSnapshot().status).toBe('live');
    status = 200;
    await clock.run(60_000);
    expect(textsOf(stream.getSnapshot().items)).toEqual(['0']);
    status = 404;
    server.cut();
    await clock.run(20_000);
    expect(stream.getSnapshot().status).toBe('live');
    stream.dispose();
  });

  it('freezes the snapshot while paused, and loses no line', async () => {
    const { clock, server, stream, shown } = simulateStream(COUNTED);
    stream.connect();
    await clock.run(100);
    server.write('1');
    await clock.run(100);
    stream.pause();
    server.write('2');
    await clock.run(100);
    expect(stream.getSnapshot().status).toBe('paused');
    expect(shown()).toEqual(['1']);
    stream.resume();
    expect(stream.getSnapshot().status).toBe('live');
    expect(shown()).toEqual(['1', '2']);
    stream.dispose();
  });

  it('empties the snapshot if it is cleared while paused, and stays paused', async () => {
    const { clock, server, stream, shown } = simulateStream(COUNTED);
    stream.connect();
    await clock.run(100);
    server.write('1');
    await clock.run(100);
    stream.pause();
    server.write('2');
    await clock.run(100);
    stream.clear();
    expect(shown()).toEqual([]);
    server.write('3');
    await clock.run(100);
    expect(stream.getSnapshot().status).toBe('paused');
    expect(shown()).toEqual([]);
    stream.resume();
    expect(shown()).toEqual(['3']);
    stream.dispose();
  });

  it('is an async iterable that shows a slow reader what it missed as a gap', async () => {
    const { clock, server, stream } = simulateStream(COUNTED, { bufferLines: 3 });
    const iterator = stream[Symbol.asyncIterator]();
    await clock.run(100);
    server.write('1');
    await clock.run(100);
    expect((await iterator.next()).value).toMatchObject({ message: '1', seq: 0 });
    for (let at = 2; at <= 8; at++) server.write(String(at));
    await clock.run(100);
    expect((await iterator.next()).value).toEqual({ kind: 'gap', seq: 1, reason: 'overflow', missing: 4 });
    expect((await iterator.next()).value).toMatchObject({ message: '6', seq: 5 });
    await iterator.return?.();
    await clock.run(100);
    expect(stream.getSnapshot().status).toBe('closed');
    expect(server.connections).toBe(0);
  });

  it('answers everybody who waits for the next line, in order', async () => {
    const { clock, server, stream } = simulateStream(COUNTED);
    const iterator = stream[Symbol.asyncIterator]();
    await clock.run(100);
    const waiting = Promise.all([iterator.next(), iterator.next(), iterator.next()]);
    server.write('1');
    await clock.run(100);
    server.write('2');
    await clock.run(100);
    stream.disconnect();
    await clock.run(100);
    expect(await Promise.race([waiting, settle()])).toMatchObject([
      { value: { message: '1' } },
      { value: { message: '2' } },
      { done: true },
    ]);
  });

  it('falls back to polling if streams are blocked', async () => {
    const clock = createVirtualClock();
    const server = createSimulatedServer(clock, COUNTED);
    const blocked = (async (input: string | URL | Request, init?: RequestInit) => {
      if ((input as string).includes('/live')) throw new TypeError('fetch failed');
      return server.fetch(input, init);
    }) as typeof globalThis.fetch;
    const stream = createLogStream(server.source, { clock, fetch: blocked, random: () => 0.5 });
    stream.connect();
    await clock.run(10_000);
    server.write('1');
    await clock.run(3_000);
    expect(stream.getSnapshot()).toMatchObject({ status: 'polling', transport: 'polling' });
    expect(textsOf(stream.getSnapshot().items)).toEqual(['1']);
    stream.dispose();
    await clock.run(10);
    expect(clock.pending).toBe(0);
  });

  it('is live again soon after an outage that looked like blocked streams, and does not disturb polling', async () => {
    const clock = createVirtualClock();
    const server = createSimulatedServer(clock, COUNTED);
    const open = (fetch: typeof globalThis.fetch) =>
      createLogStream(server.source, { clock, fetch, random: () => 0.5 });
    const stream = open(server.fetch);
    stream.connect();
    await clock.run(10_000);
    server.cut();
    server.refuse(2, 503);
    await clock.run(4_000);
    expect(stream.getSnapshot().status).toBe('polling');
    await clock.run(7_000);
    expect(stream.getSnapshot().status).toBe('live');
    stream.dispose();

    const blocked = (async (input: string | URL | Request, init?: RequestInit) => {
      if ((input as string).includes('/live')) throw new TypeError('fetch failed');
      return server.fetch(input, init);
    }) as typeof globalThis.fetch;
    const poller = open(blocked);
    const errors: unknown[] = [];
    poller.on('error', (error) => errors.push(error));
    const statuses: unknown[] = [];
    poller.on('status', (status) => statuses.push(status));
    poller.connect();
    await clock.run(10 * 60_000);
    expect(statuses).toEqual(['connecting', 'reconnecting', 'polling']);
    expect(errors).toHaveLength(2);
    poller.dispose();
  });

  it('continues from its resume token after a reload', async () => {
    for (const kind of [COUNTED, { identity: 'id', liveStart: 'since' }, TAIL] as const) {
      const { clock, server, stream } = simulateStream(kind);
      stream.connect();
      await clock.run(100);
      for (const word of ['1', '2', '2', 'x'.repeat(500)]) server.write(word);
      await clock.run(1_000);
      const token = stream.resumeToken();
      stream.dispose();
      for (const word of ['2', '3']) server.write(word);
      await clock.run(60_000);
      const next = createLogStream(server.source, {
        clock,
        fetch: server.fetch,
        transport: 'sse',
        ...(token ? { resume: token } : {}),
      });
      next.connect();
      await clock.run(1_000);
      server.write('4');
      await clock.run(1_000);
      expect(textsOf(next.getSnapshot().items)).toEqual(['2', '3', '4']);
      expect(next.getSnapshot().items[0]?.seq).toBe(4);
      next.dispose();
    }
  });

  it('stops when its signal fires', async () => {
    const abort = new AbortController();
    const { clock, stream } = simulateStream(COUNTED, { signal: abort.signal });
    stream.connect();
    await clock.run(100);
    abort.abort();
    expect(stream.getSnapshot().status).toBe('closed');
    expect(() => stream.connect()).toThrow(/signal/);
    await expect((async () => void (await stream[Symbol.asyncIterator]().next()))()).rejects.toMatchObject({
      kind: 'aborted',
    });
  });

  it('leaves nothing on a signal that outlives it, unless it is connected', async () => {
    const program = new AbortController();
    const { clock, server, stream, open } = simulateStream(COUNTED, { signal: program.signal });
    const listeners = (): number => getEventListeners(program.signal, 'abort').length;
    expect(listeners()).toBe(0);
    server.write('1');
    for await (const _ of stream) break;
    expect([stream.getSnapshot().status, listeners()]).toEqual(['closed', 0]);
    const whole = open();
    for (const one of [stream, whole]) one.connect();
    await clock.run(10_000);
    server.cut();
    await clock.run(10_000);
    expect(listeners()).toBe(2);
    stream.dispose();
    server.complete();
    await clock.run(10_000);
    expect([whole.getSnapshot().status, listeners()]).toEqual(['complete', 0]);
  });

  it.each([
    ['its signal fires', 'abort', ['1']],
    ['it is disposed', 'dispose', ['1']],
    ['it is disconnected, after the lines that it holds', 'disconnect', ['1', '2', '3']],
  ] as const)('ends a loop when %s', async (_, end, wanted) => {
    const abort = new AbortController();
    const { clock, server, stream } = simulateStream(COUNTED, { signal: abort.signal });
    stream.connect();
    await clock.run(100);
    for (const word of ['1', '2', '3']) server.write(word);
    await clock.run(100);
    const read: LogItem[] = [];
    for await (const item of stream) {
      read.push(item);
      if (end === 'abort') abort.abort();
      else stream[end]();
    }
    expect(textsOf(read)).toEqual(wanted);
  });

  it('cannot be paused once it is disposed', () => {
    const { stream } = simulateStream(COUNTED);
    stream.dispose();
    stream.pause();
    expect(stream.getSnapshot().status).toBe('idle');
  });

  it('throws if it is connected after it was disposed', async () => {
    const { clock, stream } = simulateStream(COUNTED);
    stream.connect();
    await clock.run(100);
    stream.dispose();
    expect(() => stream.connect()).toThrow(expect.objectContaining({ kind: 'aborted' }) as Error);
    expect(() => stream.connect()).toThrow(/disposed/);
    await clock.run(100);
    expect(stream.getSnapshot().status).toBe('closed');
    stream.dispose();
  });
});
