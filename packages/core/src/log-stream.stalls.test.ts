/** Live streams that stall, lag behind REST or replay too much. */
import { describe, expect, it } from 'vitest';
import { numbered } from './testing/numbered.js';
import { COUNTED, IDS, TAIL } from './testing/server-kinds.js';
import type { SimulatedServerOptions } from './testing/simulated-server.js';
import { simulateStream, textsOf } from './testing/simulated-stream.js';

describe('a live stream that replays more than the queue can hold', () => {
  it.each([
    [IDS, 1],
    [IDS, 1e9],
    [COUNTED, 1],
    [COUNTED, 1e9],
  ])('while REST is slow, has no gap: %o, ticks of %i ms', async (kind, tick) => {
    const { clock, server, open } = simulateStream(
      { ...kind, tick, replay: true },
      { history: 5, bufferLines: 20 },
    );
    const slowly: typeof fetch = async (input, init) => {
      const answer = await server.fetch(input, init);
      if (typeof input === 'string' && input.includes('/rows'))
        await new Promise<void>((go) => clock.schedule(go, 50));
      return answer;
    };
    for (let n = 0; n < 100; n++) server.write(`${n}`);
    const stream = open({ fetch: slowly });
    stream.connect();
    await clock.run(20_000);
    expect(textsOf(stream.getSnapshot().items)).toEqual(['95', '96', '97', '98', '99']);
    server.cut();
    await clock.run(20_000);
    server.cut();
    server.write('100');
    await clock.run(20_000);
    expect(textsOf(stream.getSnapshot().items)).toEqual(['95', '96', '97', '98', '99', '100']);
    stream.dispose();
  });
});

describe('a live line that equals one of a slow REST answer from before it', () => {
  it('is shown once REST tells both', async () => {
    const { clock, server, stream, shown } = simulateStream({ ...COUNTED, tick: 500, pageRows: 1 });
    server.write('first', 1_000);
    server.write('equal');
    server.slowRows(3_500, true);
    stream.connect();
    await clock.run(10);
    server.write('equal');
    await clock.run(6_500);
    server.write('later');
    server.write('last');
    server.slowRows(0, false);
    await clock.run(20_000);
    expect(shown().sort()).toEqual(['equal', 'equal', 'first', 'last', 'later']);
    stream.dispose();
  });
});

describe('a log that was seen empty', () => {
  it('does not show lines that were evicted unseen after newer ones', async () => {
    const { clock, server, stream } = simulateStream(IDS, { bufferLines: 3 });
    const told: string[] = [];
    stream.on('entries', (entries) => void told.push(...textsOf(entries)));
    stream.on('gap', (gap) => void told.push(...textsOf([gap])));
    stream.connect();
    await clock.run(100);
    server.cut();
    for (const message of ['1', '2', '3', '4']) {
      clock.advance(1);
      server.write(message);
    }
    await clock.run(60_000);
    expect(told).toEqual(['gap evicted', '2', '3', '4']);
    stream.dispose();
  });
});

describe('a replay that stops while REST is read', () => {
  it.each([
    [3, ['7', '8', '9']],
    [10_000, ['0', '1', 'gap evicted', '2', '3', '4', '5', '6', '7', '8', '9']],
  ])(
    'fills its part of the gap if the server has evicted it by the time REST is read: a buffer of %i lines',
    async (bufferLines, held) => {
      const { clock, server, stream, shown } = simulateStream(
        { ...IDS, liveStart: 'since', ring: 8 },
        { bufferLines },
      );
      const told: string[] = [];
      for (const event of ['entries', 'filled'] as const)
        stream.on(event, (entries) => void told.push(...textsOf(entries)));
      stream.on('gap', (gap) => void told.push(...textsOf([gap])));
      const write = (message: string): void => {
        clock.advance(1);
        server.write(message);
      };
      write('0');
      stream.connect();
      await clock.run(100);
      server.cut();
      for (const message of ['1', '2', '3']) write(message);
      const goOn = server.stall(2);
      const restDown = server.refuseRows();
      await clock.run(1_500);
      for (const message of ['4', '5', '6', '7', '8', '9']) write(message);
      restDown();
      await clock.run(5_000);
      expect(told).toEqual(['0', 'gap evicted', '2', '3', '4', '5', '6', '7', '8', '9', '1']);
      expect(shown()).toEqual(held);
      goOn();
      await clock.run(60_000);
      expect(told).toHaveLength(11);
      expect(shown()).toEqual(held.filter((text) => text !== 'gap evicted'));
      expect(stream.getSnapshot().ledger).toMatchObject({ stored: 10, dropped: 0, gaps: 0 });
      stream.dispose();
    },
  );
});

describe('a replay that begins late', () => {
  it.each([200, 2_000])('is compared as a whole after a reload, however late: %i lines', async (lines) => {
    const { clock, server, stream, open } = simulateStream(TAIL);
    for (let n = 0; n < lines; n++) server.write(`${n}`);
    stream.connect();
    await clock.run(1_000);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    const next = open({ resume });
    const go = server.stall(0);
    next.connect();
    await clock.run(60_000);
    go();
    await clock.run(1_000);
    expect(textsOf(next.getSnapshot().items)).toEqual([]);
    server.write('new');
    await clock.run(1_000);
    expect(textsOf(next.getSnapshot().items)).toEqual(['new']);
    next.dispose();
  });
});

describe('a replay that takes long', () => {
  it.each([10, 100])('is compared as a whole after a reload: %i lines a second', async (perSecond) => {
    const { clock, server, stream, open } = simulateStream(TAIL);
    numbered(clock, server)(2_000);
    stream.connect();
    await clock.run(1_000);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    const slowly: typeof fetch = async (input, init) => {
      const { body, headers } = await server.fetch(input, init);
      const wait = (): Promise<void> => new Promise((go) => void clock.schedule(go, 1_000 / perSecond));
      const pace = new TransformStream<Uint8Array, Uint8Array>({
        async transform(chunk, controller) {
          await wait();
          controller.enqueue(chunk);
        },
      });
      return new Response(body?.pipeThrough(pace) ?? null, { headers });
    };
    const next = open({ resume, fetch: slowly });
    next.connect();
    await clock.run((1_001 / perSecond) * 1_000);
    expect(textsOf(next.getSnapshot().items)).toEqual([]);
    server.write('new');
    await clock.run(1_000);
    expect(textsOf(next.getSnapshot().items)).toEqual(['new']);
    next.disconnect();
    await clock.run(1_000);
    next.dispose();
  });
});

describe('a live stream that lags behind REST', () => {
  /** Lines 1 to 3 arrive live and wait, 4 to 9 do not; then REST is read, and has 5 to 9. */
  async function lag(kind: SimulatedServerOptions, bufferLines = 10_000, before = ['0']) {
    const stalled = simulateStream({ ...kind, ring: 5, pageRows: 3 }, { bufferLines });
    const { clock, server, stream } = stalled;
    const told: string[] = [];
    for (const event of ['entries', 'filled'] as const)
      stream.on(event, (entries) => void told.push(...textsOf(entries)));
    stream.on('gap', (gap) => void told.push(...textsOf([gap])));
    const write = (...messages: readonly string[]): void => {
      for (const message of messages) {
        clock.advance(1);
        server.write(message);
      }
    };
    write(...before);
    stream.connect();
    await clock.run(100);
    const restDown = server.refuseRows();
    server.cut();
    await clock.run(500);
    write('1', '2', '3');
    await clock.run(0);
    const goOn = server.stall(0);
    write('4', '5', '6', '7', '8', '9');
    restDown();
    await clock.run(5_000);
    return { ...stalled, told, goOn };
  }

  it.each([IDS, COUNTED])('places each line that only it still has, however late: %o', async (kind) => {
    const { clock, stream, shown, goOn } = await lag(kind);
    expect(shown()).toEqual(['0', 'gap evicted', '1', '2', '3', 'gap evicted', '5', '6', '7', '8', '9']);
    goOn();
    await clock.run(100);
    expect(shown()).toEqual(['0', 'gap evicted', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(stream.getSnapshot().ledger).toMatchObject({ stored: 10, dropped: 0, gaps: 1 });
    stream.dispose();
  });

  it('delivers lines that are placed in a gap to a loop that has already passed the gap', async () => {
    const { clock, stream, goOn } = await lag(IDS);
    const looped: string[] = [];
    void (async () => {
      for await (const item of stream) looped.push(...textsOf([item]));
    })();
    await clock.run(20_000);
    expect(looped).toEqual(['0', 'gap evicted', '1', '2', '3', 'gap evicted', '5', '6', '7', '8', '9']);
    goOn();
    await clock.run(100);
    expect(looped.slice(11)).toEqual(['4']);
    stream.dispose();
  });

  it('needs no gap of their own for lines that there is no room for', async () => {
    const { stream, shown, told } = await lag(IDS, 2);
    expect(told).toEqual(['0', 'gap evicted', '5', '6', '7', '8', '9', '2', '3']);
    expect(shown()).toEqual(['8', '9']);
    expect(stream.getSnapshot().ledger).toMatchObject({ stored: 8, dropped: 1, gaps: 2 });
    stream.dispose();
  });

  it.each([IDS, COUNTED])('places them even if there is no line before them: %o', async (kind) => {
    const { stream, shown } = await lag(kind, undefined, []);
    expect(shown()).toEqual(['gap evicted', '1', '2', '3', 'gap evicted', '5', '6', '7', '8', '9']);
    stream.dispose();
  });

  it('places what it brings while REST is still being read', async () => {
    const { clock, server, stream, shown } = simulateStream({
      ...IDS,
      liveStart: 'since',
      ring: 30,
      pageRows: 1,
    });
    const write = (message: number): void => {
      clock.advance(1);
      server.write(String(message));
    };
    write(0);
    stream.connect();
    await clock.run(100);
    server.cut();
    const restDown = server.refuseRows();
    await clock.run(1_000);
    for (let message = 1; message <= 75; message++) write(message);
    restDown();
    await clock.run(60_000);
    expect(shown()).toEqual(Array.from({ length: 76 }, (_, message) => String(message)));
    stream.dispose();
  });

  it('keeps the gap behind its lines if it was cut off among them', async () => {
    const { clock, server, stream, shown } = await lag(IDS);
    server.cut();
    await clock.run(60_000);
    expect(shown()).toEqual(['0', 'gap evicted', '1', '2', '3', 'gap evicted', '5', '6', '7', '8', '9']);
    stream.dispose();
  });
});

describe('an oversized line that arrives while REST is read', () => {
  it('has its gap at its place, even if REST cannot be read', async () => {
    const { clock, server, stream, shown } = simulateStream(IDS, { maxMessageBytes: 1_000 });
    server.refuseRows();
    stream.connect();
    await clock.run(100);
    for (const message of ['0', 'x'.repeat(2_000), '1']) server.write(message);
    await clock.run(60_000);
    expect(shown()).toEqual(['0', 'gap oversize', '1']);
    expect(stream.getSnapshot().ledger).toMatchObject({ received: 3, stored: 2, dropped: 1 });
    stream.dispose();
  });
});

describe('a stream that has seen an empty log', () => {
  it.each([IDS, COUNTED])(
    'has a gap for what it missed while REST is down, and then the lines at their place: %o',
    async (kind) => {
      const { clock, server, stream, shown } = simulateStream(kind);
      stream.connect();
      await clock.run(100);
      const restDown = server.refuseRows();
      server.cut();
      for (const message of ['1', '2']) {
        clock.advance(1);
        server.write(message);
      }
      await clock.run(1_000);
      server.write('3');
      await clock.run(10_000);
      expect(shown()).toEqual(['gap outage', '3']);
      restDown();
      await clock.run(120_000);
      expect(shown()).toEqual(['1', '2', '3']);
      stream.dispose();
    },
  );
});

describe('a seam that is read again before the live stream has brought a line', () => {
  it.each([IDS, COUNTED])(
    'has a gap for what the server has forgotten of a log that was empty, and then the lines at their place: %o',
    async (kind) => {
      const { clock, server, stream, shown } = simulateStream({ ...kind, ring: 5 });
      stream.connect();
      await clock.run(100);
      const goOn = server.stall(0);
      for (let n = 0; n < 10; n++) {
        clock.advance(1);
        server.write(`${n}`);
      }
      await clock.run(10_000);
      expect(shown()).toEqual(['gap evicted', '5', '6', '7', '8', '9']);
      goOn();
      await clock.run(100);
      expect(shown()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
      expect(stream.getSnapshot().ledger).toMatchObject({ stored: 10, duplicates: 5, gaps: 0 });
      stream.dispose();
    },
  );
});
