/** How a stream begins: with no existing lines, or while REST or the live stream is not ready. */
import { describe, expect, it } from 'vitest';
import { mapQuery } from './backends/pages.js';
import type { LogSource, PageRequest, StartRequest } from './backends/source.js';
import { COUNTED, IDS, TAIL } from './testing/server-kinds.js';
import type { SimulatedServer, SimulatedServerOptions } from './testing/simulated-server.js';
import { simulateStream, textsOf } from './testing/simulated-stream.js';

/** The source of a server that does not say that it has lost lines. */
function silentSource({ source }: SimulatedServer): LogSource {
  const start = (request: StartRequest) =>
    mapQuery(source.start?.(request) as PageRequest, ({ truncated: _, ...page }) => page);
  return Object.create(source, { start: { value: start } }) as LogSource;
}

describe('a stream that polls a log that was empty', () => {
  it.each([0, 1])('shows all lines from then on, also with a history of %i', async (history) => {
    const { clock, server, stream, shown } = simulateStream(IDS, { history, transport: 'polling' });
    const gaps: unknown[] = [];
    stream.on('gap', (gap) => void gaps.push(gap));
    stream.connect();
    await clock.run(100);
    server.write('0');
    server.write('1');
    server.write('2');
    await clock.run(10_000);
    expect(shown()).toEqual(['0', '1', '2']);
    expect(gaps).toEqual([]);
    stream.dispose();
  });
});

describe('a stream without history', () => {
  it.each([
    [IDS, 'sse' as const],
    [{ ...COUNTED, liveStart: 'since' as const }, 'sse' as const],
    [IDS, 'polling' as const],
  ])('offers the lines that it did not begin with: %o over %s', async (kind, transport) => {
    const { clock, server, stream, shown } = simulateStream(kind, { history: 0, transport });
    server.write('0');
    stream.connect();
    await clock.run(10_000);
    expect(stream.getSnapshot()).toMatchObject({ history: 'more', items: [] });
    server.write('1');
    await clock.run(10_000);
    await stream.loadOlder();
    expect(shown()).toEqual(['0', '1']);
    stream.dispose();
  });

  it('shows no existing line if REST was missing when it connected, and says so once', async () => {
    const { clock, server, stream, shown } = simulateStream(IDS, { history: 0 });
    const errors: string[] = [];
    stream.on('error', ({ kind }) => void errors.push(kind));
    server.write('0');
    server.refuse(1, 404);
    stream.connect();
    await clock.run(10_000);
    server.write('1');
    await clock.run(10_000);
    expect(shown()).toEqual(['1']);
    expect(errors).toEqual(['not-found']);
    stream.dispose();
  });

  it('misses nothing after it is connected, although the first read of the existing lines failed', async () => {
    const { clock, server, stream, shown } = simulateStream(IDS, { history: 0 });
    server.write('0');
    server.refuse(1, 0);
    stream.connect();
    await clock.run(10_000);
    server.cut();
    server.write('1');
    await clock.run(10_000);
    expect(shown()).toEqual(['1']);
    stream.dispose();
  });

  it('shows no existing line if it was cut off before the server had replayed it', async () => {
    const { clock, server, stream, shown } = simulateStream(TAIL, { history: 0 });
    server.write('0');
    const goOn = server.stall(0);
    stream.connect();
    await clock.run(100);
    server.cut();
    await clock.run(300);
    goOn();
    await clock.run(10_000);
    server.write('1');
    await clock.run(10_000);
    expect(shown()).toEqual(['1']);
    stream.dispose();
  });
});

describe('a stream whose first read of REST fails', () => {
  it('shows a gap if the server evicts lines after a later read has found the log empty', async () => {
    const { clock, server, stream, shown } = simulateStream({ ...IDS, ring: 3 });
    const restDown = server.refuseRows();
    stream.connect();
    await clock.run(20_000);
    restDown();
    await clock.run(60_000);
    server.cut();
    for (const message of ['1', '2', '3', '4']) server.write(message);
    await clock.run(60_000);
    expect(shown()).toEqual(['gap evicted', '2', '3', '4']);
    stream.dispose();
  });
});

describe('a stream whose log was empty when it was first read', () => {
  it.each([
    ['the second read', 'since', false],
    ['the answer arrives', 'now', true],
  ] as const)(
    'begins with the newest lines if more than it holds are written before %s',
    async (_when, liveStart, stale) => {
      const { clock, server, stream, shown } = simulateStream(
        { identity: 'id', liveStart },
        { bufferLines: 3 },
      );
      server.slowRows(10, stale);
      stream.connect();
      await clock.run(liveStart === 'since' ? 15 : 5);
      for (const message of ['1', '2', '3', '4', '5']) {
        clock.advance(1);
        server.write(message);
      }
      await clock.run(60_000);
      expect(shown()).toEqual(['3', '4', '5']);
      stream.dispose();
    },
  );
});

describe('a stream that is disconnected while it reads REST', () => {
  it('reports no error', async () => {
    const { clock, server, stream } = simulateStream(IDS);
    const errors: unknown[] = [];
    stream.on('error', (error) => void errors.push(error));
    server.write('0');
    const restDown = server.refuseRows();
    stream.connect();
    await clock.run(100);
    expect(server.connections).toBe(1);
    stream.disconnect();
    await clock.run(60_000);
    expect(errors).toEqual([]);
    restDown();
    stream.dispose();
  });

  it('reports no error, and reads no more, if it tries again to read what it has missed', async () => {
    const { clock, server, stream } = simulateStream(IDS);
    const errors: string[] = [];
    stream.on('error', ({ kind }) => void errors.push(kind));
    server.write('0');
    stream.connect();
    await clock.run(10_000);
    const restDown = server.refuseRows();
    server.cut();
    await clock.run(20_000);
    expect(stream.getSnapshot().status).toBe('live');
    restDown();
    server.slowRows(1e6, false);
    await clock.run(60_000);
    const before = [...errors];
    stream.disconnect();
    await clock.run(0);
    expect(clock.pending).toBe(0);
    expect(errors).toEqual(before);
    stream.dispose();
  });

  it('reports no error, and reads no more, if that is the second read of its seam', async () => {
    const { clock, server, stream } = simulateStream(IDS);
    const errors: unknown[] = [];
    stream.on('error', (error) => void errors.push(error));
    server.write('0');
    stream.connect();
    await clock.run(4_000);
    server.slowRows(10_000, false);
    await clock.run(4_000);
    // Only the answer is awaited: no other timer runs on this clock.
    const reading = clock.pending;
    stream.disconnect();
    expect(reading).toBeGreaterThan(0);
    await clock.run(0);
    expect(clock.pending).toBe(0);
    await clock.run(60_000);
    expect(errors).toEqual([]);
    stream.dispose();
  });
});

describe('a stream without history whose first read fails half-way', () => {
  it('still reads what it misses in an outage', async () => {
    const { clock, server, stream, shown } = simulateStream({ ...IDS, pageRows: 1 }, { history: 0 });
    for (const message of ['0', '1', '2']) {
      clock.advance(1);
      server.write(message);
    }
    server.slowRows(90, false);
    stream.connect();
    await clock.run(100);
    const restUp = server.refuseRows();
    await clock.run(30_000);
    restUp();
    server.cut();
    clock.advance(1);
    server.write('3');
    await clock.run(60_000);
    expect(shown().at(-1)).toBe('3');
    stream.dispose();
  });
});

describe('a stream without history of a log that is empty', () => {
  it.each([IDS, COUNTED])(
    'tells what it misses, if it was cut off before it had read the log a second time: %o',
    async (kind) => {
      const { clock, server, stream, shown } = simulateStream(kind, { history: 0 });
      server.slowRows(500, false);
      stream.connect();
      await clock.run(700);
      stream.disconnect();
      server.write('0');
      const restDown = server.refuseRows();
      stream.connect();
      await clock.run(1_000);
      server.write('1');
      await clock.run(20_000);
      expect(shown()).toEqual(['gap outage', '1']);
      restDown();
      await clock.run(100_000);
      expect(shown()).toEqual(['0', '1']);
      stream.dispose();
    },
  );
});

describe('a stream that begins at a time', () => {
  it('resumes after the lines it has, instead of reading all of them again', async () => {
    const { clock, server, open } = simulateStream(IDS);
    const since = new Date(clock.now()).toISOString();
    const asked: string[] = [];
    const stream = open({
      since,
      fetch: ((input: string, init?: RequestInit) => {
        asked.push(decodeURIComponent(input));
        return server.fetch(input, init);
      }) as typeof fetch,
    });
    stream.connect();
    for (const message of ['0', '1', '2', '3']) {
      server.write(message);
      await clock.run(10_000);
    }
    asked.length = 0;
    server.cut();
    await clock.run(20_000);
    expect(asked.filter((url) => url.includes('/rows')).length).toBeGreaterThan(0);
    expect(asked.filter((url) => url.includes(since))).toEqual([]);
    stream.dispose();
  });

  it('shows no line before that time after a reload either', async () => {
    const { clock, server, open } = simulateStream(IDS);
    server.write('too early');
    await clock.run(10);
    const stream = open({ since: new Date(clock.now()).toISOString() });
    stream.connect();
    await clock.run(100);
    server.write('0');
    await clock.run(100);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    const next = open({ resume });
    next.connect();
    server.write('1');
    await clock.run(60_000);
    expect(textsOf(next.getSnapshot().items)).toEqual(['1']);
    next.dispose();
  });

  it.each([false, true])(
    'does not show a line of that very time late, which REST has left out: %s',
    async (replay) => {
      const { clock, server, open } = simulateStream({ ...IDS, replay });
      clock.advance(1);
      server.write('too early');
      const stream = open({ since: new Date(clock.now()).toISOString() });
      clock.advance(1);
      server.write('0');
      stream.connect();
      await clock.run(100);
      server.cut();
      await clock.run(60_000);
      expect(textsOf(stream.getSnapshot().items)).toEqual(['0']);
      stream.dispose();
    },
  );

  it('fills no gap with lines from before that time', async () => {
    const { clock, server, open } = simulateStream(IDS);
    server.write('too early');
    clock.advance(2);
    const stream = open({ since: new Date(clock.now() - 1).toISOString() });
    stream.connect();
    await clock.run(100);
    // The connection is cut after the first of them.
    server.cut(80);
    server.cutRows(0);
    for (const message of ['0', '1', '2']) {
      clock.advance(1);
      server.write(message);
    }
    await clock.run(500);
    stream.clear();
    clock.advance(1);
    server.write('3');
    server.cut();
    await clock.run(60_000);
    expect(textsOf(stream.getSnapshot().items)).toEqual(['1', '2', '3']);
    stream.dispose();
  });

  it('misses no older lines that the live stream repeats and that there is no room for', async () => {
    const { clock, server, open } = simulateStream({ ...IDS, replay: true, pageRows: 1 });
    for (const message of ['0', '1', '2']) server.write(message);
    clock.advance(1_000);
    const stream = open({ since: new Date(clock.now()).toISOString(), bufferLines: 3 });
    const gaps: string[] = [];
    stream.on('gap', ({ reason }) => void gaps.push(reason));
    server.slowRows(90, false);
    for (const message of ['3', '4']) server.write(message);
    stream.connect();
    await clock.run(100);
    server.write('5');
    await clock.run(10_000);
    expect(textsOf(stream.getSnapshot().items)).toEqual(['3', '4', '5']);
    expect(gaps).toEqual([]);
    stream.dispose();
  });

  it('shows no line before that time, even if a replay stalls before it', async () => {
    const { clock, server, open } = simulateStream(TAIL);
    for (const message of ['0', '1', '2']) {
      clock.advance(1_000);
      server.write(message);
    }
    const stream = open({ since: new Date(clock.now() - 500).toISOString() });
    stream.connect();
    await clock.run(10_000);
    server.cut();
    const unstall = server.stall(1);
    await clock.run(5_000);
    unstall();
    await clock.run(20_000);
    expect(textsOf(stream.getSnapshot().items)).toEqual(['2']);
    stream.dispose();
  });
});

describe('a stream without history that begins at a time', () => {
  it('shows a line that is cut off, if its server replays the log', async () => {
    const { clock, server, open } = simulateStream(TAIL);
    server.write('too early');
    clock.advance(2);
    const stream = open({ history: 0, since: new Date(clock.now() - 1).toISOString() });
    stream.connect();
    await clock.run(1_000);
    server.cut(1);
    server.write('0');
    await clock.run(60_000);
    expect(textsOf(stream.getSnapshot().items)).toEqual(['0']);
    stream.dispose();
  });
});

describe('a stream whose first read is slow', () => {
  it.each([IDS, COUNTED])(
    'shows lines in order, if its list has meanwhile lost those that were replayed, and does not say so: %o',
    async (kind) => {
      const { clock, server, open } = simulateStream({ ...kind, replay: true, ring: 3 });
      const stream = open({}, silentSource(server));
      const write = (...messages: string[]): void => {
        for (const message of messages) {
          clock.advance(1);
          server.write(message);
        }
      };
      write('0', '1', '2');
      server.slowRows(1_000, false);
      stream.connect();
      await clock.run(500);
      write('3', '4');
      await clock.run(60_000);
      write('5');
      await clock.run(1_000);
      expect(textsOf(stream.getSnapshot().items)).toEqual(['0', '1', '2', '3', '4', '5']);
      stream.dispose();
    },
  );
});

describe('a log that is empty at first', () => {
  it('shows lines in order, if only the newest ones are read as older ones during an outage', async () => {
    const { clock, server, stream, shown } = simulateStream(IDS);
    stream.connect();
    await clock.run(10_000);
    stream.disconnect();
    for (const message of ['0', '1']) {
      clock.advance(1);
      server.write(message);
    }
    await stream.loadOlder(1);
    stream.connect();
    await clock.run(60_000);
    expect(shown()).toEqual(['1']);
    await stream.loadOlder();
    expect(shown()).toEqual(['0', '1']);
    stream.dispose();
  });

  it('shows live lines before later ones, if its list has lost them and does not say so', async () => {
    const { clock, server, open } = simulateStream({ ...COUNTED, ring: 1 });
    const stream = open({}, silentSource(server));
    stream.connect();
    await clock.run(10_000);
    server.slowRows(1_000, false);
    server.cut();
    await clock.run(900);
    for (const message of ['0', '1', '2']) {
      clock.advance(1);
      server.write(message);
    }
    await clock.run(60_000);
    expect(textsOf(stream.getSnapshot().items)).toEqual(['0', '1', '2']);
    stream.dispose();
  });

  it('says that its first lines are being read while the open stream waits for them', async () => {
    const { clock, server, stream } = simulateStream(COUNTED);
    const history = (): string => stream.getSnapshot().history;
    const told: string[] = [];
    stream.subscribe(() => void told.push(history()));
    server.slowRows(5_000, false);
    stream.connect();
    await clock.run(4_000);
    expect(stream.getSnapshot().status).toBe('live');
    expect(history()).toBe('loading');
    await clock.run(2_000);
    expect(history()).toBe('start');
    expect(told.at(-1)).toBe('start');
    stream.dispose();
  });

  it('no longer says so once the connection is gone', async () => {
    const { clock, server, stream } = simulateStream(COUNTED);
    server.slowRows(5_000, false);
    stream.connect();
    await clock.run(1_000);
    stream.disconnect();
    expect(stream.getSnapshot().history).not.toBe('loading');
    stream.dispose();
  });
});

describe('a log that begins with a line over the limit', () => {
  const since: SimulatedServerOptions = { identity: 'id', liveStart: 'since' };

  it.each([
    [IDS, 3, ['1', '2']],
    [IDS, 2, ['gap evicted', '1', '2']],
    [IDS, 1, ['gap evicted', '2']],
    [since, 3, ['1', '2']],
    [since, 1, ['gap evicted', '2']],
    [TAIL, 3, ['1', '2']],
    [TAIL, 1, ['gap evicted', '2']],
  ])('misses nothing after it without a gap: %o, which keeps %i lines', async (kind, ring, rest) => {
    const { clock, server, stream, shown } = simulateStream({ ...kind, ring }, { maxMessageBytes: 1_000 });
    stream.connect();
    await clock.run(10_000);
    server.write('x'.repeat(2_000));
    await clock.run(10_000);
    expect(shown()).toEqual(['gap oversize']);
    server.cut();
    for (const message of ['1', '2']) {
      clock.advance(1);
      server.write(message);
    }
    await clock.run(60_000);
    expect(shown()).toEqual(['gap oversize', ...rest]);
    stream.dispose();
  });
});
