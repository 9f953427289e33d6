/** What a stream shows after its connection was cut. */
import { describe, expect, it } from 'vitest';
import type { LogSource } from './backends/source.js';
import { COUNTED, IDS, TAIL } from './testing/server-kinds.js';
import type { SimulatedServerOptions } from './testing/simulated-server.js';
import { simulateStream, textsOf } from './testing/simulated-stream.js';
import { unaccounted } from './testing/unaccounted.js';

/** A stream that has shown line 1, was cut off before line 2, and is open again while REST takes a second. */
async function simulateSlowRows(kind: SimulatedServerOptions) {
  const simulated = simulateStream(kind);
  const { clock, server, stream } = simulated;
  server.write('1');
  stream.connect();
  await clock.run(10_000);
  server.cut();
  server.write('2');
  server.slowRows(1_000, false);
  await clock.run(600);
  return simulated;
}

describe('a stream that was cut off', () => {
  it('fetches the lines written while it was cut off', async () => {
    const { clock, server, stream, shown } = simulateStream(COUNTED);
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
    const { clock, server, stream, shown } = simulateStream({ ...COUNTED, ring: 2 });
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
    const { clock, server, stream, shown } = simulateStream(COUNTED);
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

  it.each([
    [COUNTED, ['gap outage']],
    [IDS, ['gap outage']],
    // It repeats what was missed.
    [{ ...IDS, liveStart: 'since' as const }, ['2']],
  ])(
    'shows the last words of a server that dies while REST is slow: %o',
    async (kind: SimulatedServerOptions, before) => {
      const { clock, server, stream, shown } = await simulateSlowRows(kind);
      server.write('out of memory');
      await clock.run(10);
      expect(shown()).not.toContain('out of memory');
      server.cut();
      const back = server.refuseRows();
      await clock.run(1);
      expect(shown()).toEqual(['1', ...before, 'out of memory']);
      server.slowRows(0, false);
      await clock.run(60_000);
      back();
      await clock.run(60_000);
      server.write('3');
      await clock.run(100);
      expect(shown()).toEqual(['1', '2', 'out of memory', '3']);
      expect(unaccounted(stream.getSnapshot().ledger)).toBe(0);
      stream.dispose();
    },
  );

  it('shows them after a gap even if the server sends every line twice', async () => {
    const { clock, server, stream, shown } = await simulateSlowRows({ ...IDS, twice: true });
    server.write('out of memory');
    await clock.run(10);
    server.cut();
    await clock.run(1);
    expect(shown()).toEqual(['1', 'gap outage', 'out of memory']);
    await clock.run(60_000);
    expect(shown()).toEqual(['1', '2', 'out of memory']);
    expect(unaccounted(stream.getSnapshot().ledger)).toBe(0);
    stream.dispose();
  });

  it('shows no gap where the caller disconnects while REST is slow: what waits for it is read later', async () => {
    const { clock, server, stream, shown } = await simulateSlowRows(IDS);
    const gaps: unknown[] = [];
    stream.on('gap', (gap) => void gaps.push(gap));
    server.write('3');
    await clock.run(10);
    stream.disconnect();
    expect(shown()).toEqual(['1']);
    stream.connect();
    await clock.run(20_000);
    expect(shown()).toEqual(['1', '2', '3']);
    expect(gaps).toEqual([]);
    stream.dispose();
  });

  it('shows a line that only the live stream had, before a row of its tick, though the stream ends between two pages', async () => {
    const { clock, server, stream, shown } = simulateStream({
      ...COUNTED,
      replay: true,
      ring: 3,
      pageRows: 1,
    });
    server.write('0');
    stream.connect();
    await clock.run(10_000);
    server.cut();
    server.write('1');
    clock.advance(1);
    server.write('2');
    server.write('3');
    server.slowRows(100, false);
    const goOn = server.stall(3);
    await clock.run(550);
    server.write('4');
    server.write('5');
    await clock.run(100);
    expect(shown()).toEqual(['0', 'gap evicted', '1', '3']);
    server.cut();
    goOn();
    await clock.run(60_000);
    expect(shown()).toEqual(['0', 'gap evicted', '1', '3', '2', '4', '5']);
    stream.dispose();
  });

  it('shows a line that only the live stream had, in the gap with which REST begins, though the stream ends between two pages', async () => {
    const { clock, server, stream, shown } = simulateStream({
      identity: 'id',
      liveStart: 'now',
      ring: 3,
      pageRows: 1,
    });
    server.write('0');
    stream.connect();
    await clock.run(100);
    server.cut();
    server.slowRows(250, false);
    await clock.run(550);
    server.stall(1);
    for (const message of ['1', '2', '3', '4']) {
      clock.advance(1);
      server.write(message);
    }
    await clock.run(250);
    expect(shown()).toEqual(['0', 'gap evicted', '2']);
    server.cut();
    await clock.run(60_000);
    expect(shown()).toEqual(['0', 'gap evicted', '1', 'gap evicted', '2', '3', '4']);
    expect(unaccounted(stream.getSnapshot().ledger)).toBe(0);
    stream.dispose();
  });

  it('recognises the lines that filled a gap', async () => {
    for (const kind of [COUNTED, IDS, { ...COUNTED, replay: true }] as const) {
      const { clock, server, stream, shown } = simulateStream(kind);
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
      const { gaps } = stream.getSnapshot().ledger;
      expect(await stream.fill()).toBe(gaps);
      expect(shown()).toEqual(['1', '2', '3']);
      server.cut();
      await clock.run(20_000);
      server.write('4');
      await clock.run(20_000);
      expect(shown()).toEqual(['1', '2', '3', '4']);
      expect(unaccounted(stream.getSnapshot().ledger)).toBe(0);
      stream.dispose();
    }
  });

  it('continues after a cut, even if lines never pause and the log is shorter than the requested tail', async () => {
    const { clock, server, stream, shown } = simulateStream(TAIL);
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
    const { clock, server, stream, shown } = simulateStream(TAIL);
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

  it('shows no line of a replay again, although all its lines are equal and the first arrives alone', async () => {
    const { clock, server, stream, shown } = simulateStream({ ...TAIL, tick: 1e9 });
    for (let copy = 0; copy < 3; copy++) server.write('same');
    stream.connect();
    await clock.run(1_000);
    const goOn = server.stall(1);
    server.cut();
    await clock.run(600);
    goOn();
    server.write('another');
    await clock.run(10_000);
    expect(shown()).toEqual(['same', 'same', 'same', 'another']);
    stream.dispose();
  });

  it('recognises a replay without timestamps, although the server was not asked for a number of lines', async () => {
    const { clock, server, open } = simulateStream(TAIL);
    const { live, decode } = server.source;
    const source: LogSource = {
      ...server.source,
      live(transport, cursor) {
        const { replayLines: _asked, ...request } = live(transport, cursor);
        return request;
      },
      decode: (frame, transport) =>
        decode(frame, transport).map((signal) => {
          if (signal.type !== 'line') return signal;
          const { timestamp: _timestamp, time: _time, ...line } = signal.line;
          return { ...signal, line };
        }),
    };
    const stream = open({}, source);
    for (const message of ['1', '2', '3']) server.write(message);
    stream.connect();
    await clock.run(1_000);
    const goOn = server.stall(2);
    server.cut();
    server.write('4');
    await clock.run(2_000);
    goOn();
    await clock.run(10_000);
    expect(textsOf(stream.getSnapshot().items)).toEqual(['1', '2', '3', '4']);
    stream.dispose();
  });

  it('finds a line that became visible only after the seam was read', async () => {
    const { clock, server, stream, shown } = simulateStream(COUNTED);
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

  describe('still finds it if the connection breaks before the seam is read again', () => {
    /** `late` has become visible to REST, and is older than what a resume reads again, unless it reads the seam. */
    async function late() {
      const simulated = simulateStream(COUNTED);
      const { clock, server, stream } = simulated;
      stream.connect();
      await clock.run(100);
      server.write('1');
      await clock.run(10_000);
      server.cut();
      await clock.run(400);
      server.write('2');
      await clock.run(200);
      server.commitLate('late', 500);
      await clock.run(4_850);
      server.write('3');
      server.write('4');
      await clock.run(20);
      expect(simulated.shown()).toEqual(['1', '2', '3', '4']);
      return simulated;
    }

    it('and REST fails after that', async () => {
      const { clock, server, stream, shown } = await late();
      const restore = server.refuseRows();
      server.cut();
      await clock.run(10_000);
      expect(shown()).toEqual(['1', '2', '3', '4']);
      restore();
      await clock.run(60_000);
      expect([...shown()].sort()).toEqual(['1', '2', '3', '4', 'late']);
      stream.dispose();
    });

    it('and the page is loaded again', async () => {
      const { clock, stream, open } = await late();
      const resume = stream.resumeToken() as string;
      stream.dispose();
      const next = open({ resume });
      next.connect();
      await clock.run(60_000);
      expect(textsOf(next.getSnapshot().items)).toEqual(['late']);
      next.dispose();
    });
  });

  it('finds a line that became visible during a long read that had begun at an open seam', async () => {
    const { clock, server, stream, open } = simulateStream({ ...IDS, pageRows: 1 });
    stream.connect();
    server.write('0');
    await clock.run(10_000);
    server.cut();
    await clock.run(1_000);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    for (const message of ['1', '2', '3']) {
      await clock.run(6_000);
      server.write(message);
    }
    await clock.run(100);
    server.write('4');
    let goOn = (): void => undefined;
    const long = new Promise<void>((resolve) => (goOn = resolve));
    const next = open({
      resume,
      fetch: (async (input: string, init?: RequestInit) => {
        if (input.endsWith('offset=4')) await long;
        return server.fetch(input, init);
      }) as typeof fetch,
    });
    next.connect();
    await clock.run(1_000);
    server.commitLate('late', 2_000);
    for (const message of ['5', '6', '7']) {
      await clock.run(6_000);
      server.write(message);
    }
    goOn();
    await clock.run(60_000);
    const shown = textsOf(next.getSnapshot().items);
    expect([...shown].sort()).toEqual(['1', '2', '3', '4', '5', '6', '7', 'late']);
    next.dispose();
  });

  it.each(['sse', 'polling'] as const)(
    'shows a gap if the start of a log was missed that it had seen empty: %s',
    async (transport) => {
      const { clock, server, stream, shown } = simulateStream({ ...COUNTED, ring: 3 }, { transport });
      stream.connect();
      await clock.run(100);
      server.cut();
      for (const word of ['1', '2', '3', '4']) server.write(word);
      await clock.run(60_000);
      expect(shown()).toEqual(['gap evicted', '2', '3', '4']);
      stream.dispose();
    },
  );
});
