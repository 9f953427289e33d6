import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codespace } from './backends/codespace.js';
import { prismq } from './backends/prismq.js';
import type { LogSource } from './backends/source.js';
import type { Ledger, LogItem } from './entry.js';
import { createLogStream } from './log-stream.js';
import type { LogStreamOptions } from './options.js';
import { createSimulatedServer, type SimulatedServerOptions } from './testing/simulated-server.js';
import { createVirtualClock } from './testing/virtual-clock.js';

const text = (items: readonly LogItem[]): string[] =>
  items.map((item) => (item.kind === 'log' ? item.message : `gap ${item.reason}`));
const balance = (ledger: Ledger): number =>
  ledger.received - ledger.stored - ledger.duplicates - ledger.dropped - ledger.malformed;

function setup(server: SimulatedServerOptions, options: LogStreamOptions = {}) {
  const clock = createVirtualClock();
  const simulated = createSimulatedServer(clock, server);
  const stream = createLogStream(simulated.source, {
    clock,
    random: () => 0.5,
    fetch: simulated.fetch,
    transport: 'sse',
    ...options,
  });
  return { clock, server: simulated, stream, shown: () => text(stream.getSnapshot().items) };
}

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

/** No stall timeout: the result must not depend on whether the stream is reconnecting when a schedule ends. */
const PATIENT: LogStreamOptions = { stallTimeout: 1e9 };

const now: SimulatedServerOptions = { identity: 'count', liveStart: 'now' };

describe('a log stream', () => {
  it('shows earlier lines, then new ones', async () => {
    const { clock, server, stream, shown } = setup(now);
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
    const { clock, server, stream } = setup(now);
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
    expect(text(stream.getSnapshot().items)).toEqual(['marked']);
    stream.dispose();
  });

  it('fetches the lines written while it was cut off', async () => {
    const { clock, server, stream, shown } = setup(now);
    stream.connect();
    await clock.run(100);
    server.write('1');
    await clock.run(10_000);
    server.cut();
    server.write('2');
    await clock.run(10);
    expect(stream.getSnapshot()).toMatchObject({ status: 'reconnecting', retry: { attempt: 1, delay: 500 } });
    server.write('3');
    await clock.run(60_000);
    server.write('4');
    await clock.run(100);
    expect(shown()).toEqual(['1', '2', '3', '4']);
    stream.dispose();
  });

  it('shows a gap if the server has evicted lines, and stores what follows', async () => {
    const { clock, server, stream, shown } = setup({ ...now, ring: 2 });
    stream.connect();
    await clock.run(100);
    server.write('1');
    await clock.run(10_000);
    server.cut();
    for (const word of ['2', '3', '4', '5']) server.write(word);
    await clock.run(60_000);
    expect(shown()).toEqual(['1', 'gap evicted', '4', '5']);
    expect(stream.getSnapshot().ledger.gaps).toBe(1);
    stream.dispose();
  });

  it('shows a gap if missed lines cannot be read, and fills it later', async () => {
    const { clock, server, stream, shown } = setup(now);
    stream.connect();
    await clock.run(100);
    server.write('1');
    await clock.run(10_000);
    server.cut();
    server.write('2');
    await clock.run(400);
    // The live stream reconnects while REST is down for longer than a catch-up retries.
    const restDown = (): void => server.refuse(1, 500);
    await clock.run(99);
    restDown();
    await clock.run(2);
    for (let turn = 0; turn < 40; turn++) {
      restDown();
      await clock.run(1_000);
    }
    server.refuse(0, 500);
    await clock.run(60_000);
    server.write('3');
    await clock.run(10_000);
    expect(shown().filter((word) => !word.startsWith('gap'))).toEqual(['1', '2', '3']);
    stream.dispose();
  });

  it('completes when the server says so, with the lines that only REST has', async () => {
    const { clock, server, stream, shown } = setup(now);
    server.write('1');
    server.write('2');
    server.complete();
    stream.connect();
    await clock.run(1_000);
    expect(stream.getSnapshot().status).toBe('complete');
    expect(shown()).toEqual(['1', '2']);
    expect(clock.pending).toBe(0);
  });

  it('starts without earlier lines if history is 0, and still misses nothing after a cut', async () => {
    const { clock, server, stream, shown } = setup({ ...now, replay: true }, { history: 0 });
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
    const { clock, server, stream, shown } = setup(now, { transport: 'polling' });
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
    const { clock, server, stream } = setup(now);
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
      const { clock, server, stream, shown } = setup(now, { history: 0, transport });
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

  it('recognises the lines that filled a gap', async () => {
    for (const kind of [now, { identity: 'id', liveStart: 'now' }, { ...now, replay: true }] as const) {
      const { clock, server, stream, shown } = setup(kind);
      stream.connect();
      await clock.run(100);
      server.write('1');
      await clock.run(10_000);
      server.cut();
      server.write('2');
      // REST is down for longer than a catch-up retries, while the live stream reconnects.
      const restDown = server.refuseRows();
      await clock.run(20_000);
      server.write('3');
      await clock.run(100);
      restDown();
      await stream.fill();
      expect(shown()).toEqual(['1', '2', '3']);
      server.cut();
      await clock.run(20_000);
      server.write('4');
      await clock.run(20_000);
      expect(shown()).toEqual(['1', '2', '3', '4']);
      expect(balance(stream.getSnapshot().ledger)).toBe(0);
      stream.dispose();
    }
  });

  it('fails if REST says that the log does not exist, and continues live if REST may be missing', async () => {
    for (const failsWhenMissing of [true, false]) {
      const clock = createVirtualClock();
      const server = createSimulatedServer(clock, now);
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

  it('freezes the snapshot while paused, and loses no line', async () => {
    const { clock, server, stream, shown } = setup(now);
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
    const { clock, server, stream, shown } = setup(now);
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
    const { clock, server, stream } = setup(now, { bufferLines: 3 });
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

  it('notifies listeners once per frame, whatever arrives', async () => {
    const { clock, server, stream } = setup(now);
    let calls = 0;
    const undo = stream.subscribe(() => (calls += 1));
    stream.connect();
    await clock.run(1_000);
    calls = 0;
    for (let at = 0; at < 500; at++) server.write(String(at));
    await clock.run(16);
    expect(calls).toBe(1);
    expect(stream.getSnapshot().view.length).toBe(500);
    undo();
    stream.dispose();
    expect(clock.pending).toBe(0);
  });

  it('reports a line after a quiet moment at once, and the following ones an interval later', async () => {
    const { clock, server, stream } = setup(now);
    const seen: number[] = [];
    const undo = stream.subscribe(() => seen.push(stream.getSnapshot().view.length));
    stream.connect();
    await clock.run(1_000);
    seen.length = 0;
    server.write('first');
    await clock.run(1);
    expect(seen).toEqual([1]);
    server.write('second');
    server.write('third');
    await clock.run(14);
    expect(seen).toEqual([1]);
    await clock.run(2);
    expect(seen).toEqual([1, 3]);
    undo();
    stream.dispose();
  });

  it('reports changes on flush(), and by itself only without flush()', async () => {
    const { clock, server, stream } = setup(now);
    const seen: number[] = [];
    stream.subscribe(() => seen.push(stream.getSnapshot().view.length));
    stream.connect();
    await clock.run(1_000);
    seen.length = 0;
    server.write('first');
    await clock.run(1);
    server.write('second');
    await clock.run(3);
    stream.flush();
    expect(seen).toEqual([1]);
    await clock.run(6);
    stream.flush();
    expect(seen).toEqual([1, 2]);
    server.write('third');
    await clock.run(15);
    expect(seen).toEqual([1, 2]);
    stream.flush();
    expect(seen).toEqual([1, 2, 3]);
    stream.flush();
    expect(seen).toEqual([1, 2, 3]);
    server.write('fourth');
    await clock.run(17);
    expect(seen).toEqual([1, 2, 3, 4]);
    stream.dispose();
    expect(clock.pending).toBe(0);
  });

  it('continues after a cut, even if lines never pause and the log is shorter than the requested tail', async () => {
    const { clock, server, stream, shown } = setup({ identity: 'align', liveStart: 'tail' });
    const written: string[] = [];
    const write = async (count: number): Promise<void> => {
      for (let at = 0; at < count; at++) {
        written.push(`line ${written.length}`);
        server.write(written.at(-1) as string);
        await clock.run(50);
      }
    };
    stream.connect();
    await write(20);
    expect(shown()).toEqual(written);
    server.cut();
    await write(60);
    expect(shown().length).toBeGreaterThan(60);
    expect(shown()).toEqual(written.slice(0, shown().length));
    await clock.run(1_000);
    expect(shown()).toEqual(written);
    stream.dispose();
  });

  it.each([0, 20])('waits for the rest of a replayed tail that stalls after %i lines', async (lines) => {
    const { clock, server, stream, shown } = setup({ identity: 'align', liveStart: 'tail' });
    const written = Array.from({ length: 60 }, (_, at) => `line ${at}`);
    for (const message of written) server.write(message);
    stream.connect();
    await clock.run(1_000);
    server.cut();
    const goOn = server.stall(lines);
    await clock.run(2_000);
    expect(shown()).toEqual(written);
    goOn();
    server.write('the next');
    await clock.run(1_000);
    expect(shown()).toEqual([...written, 'the next']);
    expect(stream.getSnapshot().ledger).toMatchObject({ stored: 61, gaps: 0 });
    stream.dispose();
  });

  it('finds a line that became visible only after the seam was read', async () => {
    const { clock, server, stream, shown } = setup(now);
    stream.connect();
    await clock.run(100);
    server.write('1');
    await clock.run(10_000);
    server.cut();
    await clock.run(600);
    expect(stream.getSnapshot().status).toBe('live');
    server.commitLate('late');
    server.write('2');
    await clock.run(100);
    expect(shown()).toEqual(['1', '2']);
    await clock.run(6_000);
    expect(shown()).toEqual(['1', '2', 'late']);
    stream.dispose();
  });

  it('shows a gap if the start of a log was missed that it had seen empty', async () => {
    const { clock, server, stream, shown } = setup({ ...now, ring: 3 });
    stream.connect();
    await clock.run(100);
    server.cut();
    for (const word of ['1', '2', '3', '4']) server.write(word);
    await clock.run(60_000);
    expect(shown()).toEqual(['gap evicted', '2', '3', '4']);
    stream.dispose();
  });

  it('falls back to polling if streams are blocked', async () => {
    const clock = createVirtualClock();
    const server = createSimulatedServer(clock, now);
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
    expect(text(stream.getSnapshot().items)).toEqual(['1']);
    stream.dispose();
    await clock.run(10);
    expect(clock.pending).toBe(0);
  });

  it('continues from its resume token after a reload', async () => {
    for (const kind of [
      now,
      { identity: 'id', liveStart: 'since' },
      { identity: 'align', liveStart: 'tail' },
    ] as const) {
      const { clock, server, stream } = setup(kind);
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
      expect(text(next.getSnapshot().items)).toEqual(['2', '3', '4']);
      expect(next.getSnapshot().items[0]?.seq).toBe(4);
      next.dispose();
    }
  });

  it('stops when its signal fires', async () => {
    const abort = new AbortController();
    const { clock, stream } = setup(now, { signal: abort.signal });
    stream.connect();
    await clock.run(100);
    abort.abort();
    expect(stream.getSnapshot().status).toBe('closed');
    expect(() => stream.connect()).toThrow(/signal/);
    await expect((async () => void (await stream[Symbol.asyncIterator]().next()))()).rejects.toMatchObject({
      kind: 'aborted',
    });
  });

  it('throws if it is connected after it was disposed', async () => {
    const { clock, stream } = setup(now);
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

describe('any schedule of lines, cuts and refusals', () => {
  const action = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constant('write' as const), word: fc.constantFrom('a', 'b') }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 8_000 }) }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('cut' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('refuse' as const),
        times: fc.integer({ min: 1, max: 3 }),
        status: fc.constantFrom(0, 500, 503),
      }),
    },
  );
  const servers: readonly SimulatedServerOptions[] = [
    { identity: 'id', liveStart: 'since', tick: 1_000, pageRows: 3 },
    { identity: 'id', liveStart: 'since', inclusive: true },
    { identity: 'id', liveStart: 'now' },
    { identity: 'count', liveStart: 'now', replay: true },
    { identity: 'count', liveStart: 'since', inclusive: true, tick: 500 },
    { identity: 'align', liveStart: 'tail' },
  ];
  for (const server of servers) {
    it(`loses and doubles no line: ${JSON.stringify(server)}`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (actions) => {
          const { clock, server: simulated, stream } = setup(server, PATIENT);
          stream.connect();
          for (const step of actions) {
            if (step.do === 'write') simulated.write(step.word);
            else if (step.do === 'cut') simulated.cut();
            else if (step.do === 'refuse') simulated.refuse(step.times, step.status);
            else await clock.run(step.ms);
          }
          simulated.refuse(0, 500);
          await clock.run(200_000);
          const snapshot = stream.getSnapshot();
          stream.dispose();
          expect(snapshot.status).toBe('live');
          expect(text(snapshot.items)).toEqual(simulated.written);
          expect(balance(snapshot.ledger)).toBe(0);
        }),
        { numRuns: 150 },
      );
    });
  }
});

describe('a server that evicts lines', () => {
  const action = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant('write' as const), count: fc.integer({ min: 1, max: 12 }) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 8_000 }) }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('cut' as const) }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('refuse' as const), times: fc.integer({ min: 1, max: 6 }) }),
    },
  );
  const servers: readonly SimulatedServerOptions[] = [
    { identity: 'id', liveStart: 'since', ring: 10 },
    { identity: 'id', liveStart: 'now', ring: 10, pageRows: 4 },
    { identity: 'count', liveStart: 'now', ring: 10 },
    { identity: 'count', liveStart: 'now', ring: 10, replay: true, inclusive: true },
    { identity: 'align', liveStart: 'tail', ring: 10 },
  ];
  for (const server of servers) {
    it(`is shown with a gap wherever lines are missing: ${JSON.stringify(server)}`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(action, { maxLength: 30 }), async (actions) => {
          const { clock, server: simulated, stream } = setup(server, PATIENT);
          // Without a first line, a loss could not be recognised.
          simulated.write('0');
          stream.connect();
          await clock.run(100);
          for (const step of actions) {
            if (step.do === 'write')
              for (let at = 0; at < step.count; at++) simulated.write(String(simulated.written.length));
            else if (step.do === 'cut') simulated.cut();
            else if (step.do === 'refuse') simulated.refuse(step.times, 503);
            else await clock.run(step.ms);
          }
          simulated.refuse(0, 500);
          await clock.run(200_000);
          simulated.write(String(simulated.written.length));
          await clock.run(1_000);
          const snapshot = stream.getSnapshot();
          stream.dispose();
          expect(balance(snapshot.ledger)).toBe(0);
          let expected = 0;
          let covered = false;
          for (const item of snapshot.items) {
            if (item.kind === 'gap') {
              covered = true;
              continue;
            }
            const number = Number(item.message);
            if (covered) expect(number).toBeGreaterThanOrEqual(expected);
            else expect(number).toBe(expected);
            expected = number + 1;
            covered = false;
          }
          expect(expected).toBe(simulated.written.length);
        }),
        { numRuns: 150 },
      );
    });
  }
});
