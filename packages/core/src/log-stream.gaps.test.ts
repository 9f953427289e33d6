/** What becomes of gaps: those that are filled late, in part, or again. */
import { describe, expect, it } from 'vitest';
import type { Cursor, PageRequest } from './backends/source.js';
import { numbered } from './testing/numbered.js';
import { COUNTED, IDS, ROW_IDS } from './testing/server-kinds.js';
import type { SimulatedServerOptions } from './testing/simulated-server.js';
import { simulateStream, textsOf } from './testing/simulated-stream.js';
import { toldBy } from './testing/told-by.js';

describe('a gap before all lines', () => {
  it('is not filled with later lines, even if the server moves on while REST is read', async () => {
    const { clock, server, stream, open } = simulateStream({ ...IDS, ring: 8, pageRows: 1 });
    const write = numbered(clock, server);
    write();
    stream.connect();
    await clock.run(100);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    const next = open({ resume });
    next.connect();
    write(8);
    await clock.run(100);
    next.disconnect();
    const older = next.loadOlder(1);
    write(8);
    next.connect();
    await clock.run(200_000);
    await older;
    const numbers = textsOf(next.getSnapshot().items).map(Number).filter(Number.isInteger);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    next.dispose();
  });
});

describe('lines that passed by during a pause, behind a gap that did, too', () => {
  it('are filled in without the line before that gap, which was shown before a reload', async () => {
    const { clock, server, stream, open } = simulateStream({ ...IDS, inclusive: true }, { bufferLines: 3 });
    const write = numbered(clock, server);
    write();
    stream.connect();
    await clock.run(100);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    const restUp = server.refuseRows();
    const next = open({ resume });
    next.connect();
    next.pause();
    await clock.run(3_500);
    write(4);
    await clock.run(0);
    server.cut();
    restUp();
    next.resume();
    await clock.run(60_000);
    expect(textsOf(next.getSnapshot().items).slice(-3)).toEqual(['2', '3', '4']);
    expect(next.getSnapshot().ledger).toMatchObject({ stored: 4, gaps: 1 });
    next.dispose();
  });
});

describe('a gap that turns out to be empty', () => {
  it.each([IDS, COUNTED, ROW_IDS])('disappears: %o', async (kind) => {
    const { clock, server, stream, shown } = simulateStream(kind);
    server.write('0');
    stream.connect();
    await clock.run(10_000);
    const restDown = server.refuseRows();
    server.cut();
    await clock.run(20_000);
    server.write('1');
    await clock.run(1_000);
    expect(shown()).toEqual(['0', 'gap outage', '1']);
    restDown();
    expect(await stream.fill()).toBe(1);
    expect(shown()).toEqual(['0', '1']);
    expect(stream.getSnapshot().ledger).toMatchObject({ stored: 2, gaps: 0 });
    stream.dispose();
  });
});

describe('a gap of which REST has only the beginning', () => {
  /** A stream that has missed 1, 2 and 3. REST lists no line that is `hidden`. */
  async function setup(kind: SimulatedServerOptions) {
    const { clock, server, open } = simulateStream(kind);
    const hidden = new Set<string>();
    const { catchUp } = server.source;
    const lagging = Object.create(server.source, {
      catchUp: {
        value: (cursor: Cursor): PageRequest | undefined => {
          const request = catchUp?.(cursor);
          if (!request) return undefined;
          const decode: PageRequest['decode'] = (...answer) => {
            const page = request.decode(...answer);
            return { ...page, lines: page.lines.filter(({ message }) => !hidden.has(message)) };
          };
          return { ...request, decode };
        },
      },
    }) as typeof server.source;
    const stream = open({}, lagging);
    const shown = (): string[] => textsOf(stream.getSnapshot().items);
    server.write('0');
    stream.connect();
    await clock.run(10_000);
    const restDown = server.refuseRows();
    server.cut();
    for (const message of ['1', '2', '3']) {
      server.write(message);
      clock.advance(1);
    }
    await clock.run(20_000);
    server.write('4');
    await clock.run(1_000);
    for (const message of ['2', '3', '4']) hidden.add(message);
    restDown();
    expect(await stream.fill()).toBe(0);
    expect(shown()).toEqual(['0', '1', 'gap outage', '4']);
    return { clock, server, stream, hidden, shown };
  }

  it.each([IDS, COUNTED, ROW_IDS])(
    'begins behind that, and closes once the rest is there: %o',
    async (kind) => {
      const { clock, stream, hidden, shown } = await setup(kind);
      hidden.clear();
      expect(await stream.fill()).toBe(1);
      expect(shown()).toEqual(['0', '1', '2', '3', '4']);
      await clock.run(100_000);
      expect(shown()).toEqual(['0', '1', '2', '3', '4']);
      stream.dispose();
    },
  );

  it.each([IDS, COUNTED, ROW_IDS])('gets the rest from a live stream that still has it: %o', async (kind) => {
    const server = { ...kind, replay: false };
    const { clock, server: simulated, stream, shown } = await setup(server);
    server.replay = true;
    simulated.cut();
    await clock.run(100_000);
    expect(shown()).toEqual(['0', '1', '2', '3', '4']);
    stream.dispose();
  });
});

describe('a gap in a log that repeats one line', () => {
  it('is filled with as many copies as are missing', async () => {
    const { clock, server, stream, shown } = simulateStream({ ...COUNTED, tick: 100_000 });
    const write = async (...messages: readonly string[]): Promise<void> => {
      for (const message of messages) server.write(message);
      await clock.run(10_000);
    };
    await write('0');
    stream.connect();
    await clock.run(100);
    const restDown = server.refuseRows();
    server.cut();
    await write('same', 'same', 'same');
    await write('same', 'same');
    expect(shown()).toEqual(['0', 'gap outage', 'same', 'same']);
    restDown();
    await clock.run(120_000);
    expect(shown()).toEqual(server.written);
    stream.dispose();
  });
});

describe('a gap whose lines a later live stream repeats', () => {
  it('gets them in their place, even if that stream is cut off before REST can be read', async () => {
    const { clock, server, open } = simulateStream({ ...IDS, liveStart: 'since' });
    const write = numbered(clock, server);
    let repeats = true;
    const stream = open({
      fetch(input, init) {
        const url = new URL(input as string);
        // From the year 2100 on: nothing is repeated.
        if (url.pathname === '/live' && !repeats) url.searchParams.set('since', '2100-01-01T00:00:00.000Z');
        return server.fetch(url, init);
      },
    });
    write(3);
    stream.connect();
    await clock.run(100);
    server.cut();
    write(2);
    repeats = false;
    const rowsUp = server.refuseRows();
    await clock.run(1_000);
    write(1);
    await clock.run(10);
    server.cut();
    await clock.run(10);
    const shown = (): string[] => textsOf(stream.getSnapshot().items);
    expect(shown()).toEqual(['0', '1', '2', 'gap evicted', '5']);
    repeats = true;
    rowsUp();
    server.slowRows(4_000, false);
    await clock.run(1_050);
    write(1);
    await clock.run(10);
    server.cut();
    await clock.run(10);
    expect(shown()).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    await clock.run(60_000);
    expect(shown()).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    stream.dispose();
  });
});

describe('lines that pass by during a pause', () => {
  it('are not told again when they are filled in for who was shown nothing', async () => {
    const { clock, server, stream } = simulateStream({ ...IDS, liveStart: 'since' }, { bufferLines: 3 });
    const write = numbered(clock, server);
    write(3);
    const told = toldBy(stream);
    stream.connect();
    await clock.run(100);
    const looped: string[] = [];
    void (async () => {
      for await (const item of stream) if (item.kind === 'log') looped.push(item.message);
    })();
    stream.pause();
    write(4);
    const rowsUp = server.refuseRows();
    server.cut();
    await clock.run(4_000);
    const { stored } = stream.getSnapshot().ledger;
    rowsUp();
    stream.resume();
    await clock.run(60_000);
    expect(stream.getSnapshot().ledger.stored).toBe(stored + 1);
    for (const lines of [told, looped]) expect(lines).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    stream.dispose();
  });
});

describe('a loop at a gap that REST fills only after the loop has waited for it', () => {
  /** A loop that takes `taken` items before the gap is filled, and all others then. `1` and `2` are missed. */
  async function loop(taken: number) {
    const { clock, server, stream } = simulateStream(IDS);
    const looped: string[] = [];
    let goOn = (): void => undefined;
    stream.connect();
    server.write('0');
    await clock.run(10_000);
    server.cut();
    const restDown = server.refuseRows();
    for (const message of ['1', '2']) server.write(message);
    await clock.run(2_000);
    for (const message of ['3', '4']) server.write(message);
    await clock.run(100_000);
    void (async () => {
      for await (const item of stream) {
        looped.push(...textsOf([item]));
        if (looped.length === taken) await new Promise<void>((resolve) => (goOn = resolve));
      }
    })();
    await clock.run(0);
    const before = [...looped];
    restDown();
    await clock.run(120_000);
    goOn();
    server.write('5');
    await clock.run(1_000);
    stream.dispose();
    return { before, looped };
  }

  it('gets its lines late if it has passed the gap', async () => {
    const { before, looped } = await loop(9);
    expect(before).toEqual(['0', 'gap outage', '3', '4']);
    expect(looped).toEqual([...before, '1', '2', '5']);
  });

  it('gets them in their place if it has not come there', async () => {
    const { before, looped } = await loop(1);
    expect(before).toEqual(['0']);
    expect(looped).toEqual(['0', '1', '2', '3', '4', '5']);
  });

  it('gets them next if it is just behind the gap', async () => {
    const { before, looped } = await loop(3);
    expect(before).toEqual(['0', 'gap outage', '3']);
    expect(looped).toEqual([...before, '1', '2', '4', '5']);
  });
});
