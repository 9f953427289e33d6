/** Gaps that leave the buffer or are cleared away: what was missing there is not shown elsewhere. */
import { describe, expect, it } from 'vitest';
import { numbered } from './testing/numbered.js';
import { IDS } from './testing/server-kinds.js';
import { simulateStream, textsOf } from './testing/simulated-stream.js';
import { toldBy } from './testing/told-by.js';

describe('a gap that leaves the buffer while it is read', () => {
  it('is given up without an error, and its lines are not shown', async () => {
    const { clock, server, stream, open } = simulateStream(IDS);
    stream.dispose();
    let answer = (): void => undefined;
    const waits: Promise<void>[] = [];
    const fetch: typeof globalThis.fetch = async (...request) => {
      const response = await server.fetch(...request);
      await Promise.all(waits);
      return response;
    };
    const small = open({ bufferLines: 3, fetch });
    server.write('0');
    small.connect();
    await clock.run(10_000);
    const restDown = server.refuseRows();
    server.cut();
    server.write('1');
    await clock.run(20_000);
    server.write('2');
    await clock.run(1_000);
    expect(textsOf(small.getSnapshot().items)).toEqual(['0', 'gap outage', '2']);
    restDown();
    waits.push(new Promise((resolve) => (answer = resolve)));
    const filled = small.fill();
    for (const message of ['3', '4', '5']) server.write(message);
    await clock.run(0);
    answer();
    expect(await filled).toBe(0);
    expect(textsOf(small.getSnapshot().items)).toEqual(['3', '4', '5']);
    small.dispose();
  });
});

describe('a gap that was evicted while a newer one is still held', () => {
  it('gives its lines up', async () => {
    const { clock, server, stream } = simulateStream(IDS, { bufferLines: 3 });
    const told: string[] = [];
    stream.on('entries', (entries) => void told.push(...textsOf(entries)));
    const write = async (message: string): Promise<void> => {
      server.write(message);
      await clock.run(1_000);
    };
    await write('0');
    stream.connect();
    await clock.run(100);
    const restDown = server.refuseRows();
    for (const [missed, live] of [
      ['1', '2'],
      ['3', '4'],
    ] as const) {
      server.cut();
      await write(missed);
      await write(live);
      await clock.run(10_000);
    }
    expect(textsOf(stream.getSnapshot().items)).toEqual(['2', 'gap outage', '4']);
    restDown();
    server.cut();
    await clock.run(120_000);
    expect(told).toEqual(['0', '2', '4']);
    expect(textsOf(stream.getSnapshot().items)).toEqual(['2', '3', '4']);
    stream.dispose();
  });
});

describe('a gap that is evicted after an older one was filled', () => {
  it('gives its lines up', async () => {
    const { clock, server, stream, shown } = simulateStream(IDS, { bufferLines: 12, history: 3 });
    const write = numbered(clock, server);
    write(5);
    stream.connect();
    await clock.run(100);
    const restDown = server.refuseRows();
    for (const missed of [1, 1, 8]) {
      server.cut();
      write(missed);
      await clock.run(20_000);
      write(2);
      await clock.run(1);
    }
    const gap = 'gap outage';
    expect(shown()).toEqual(['2', '3', '4', gap, '6', '7', gap, '9', '10', gap, '19', '20']);
    const oldest = stream.getSnapshot().items[3]?.seq;
    await clock.run(1_499);
    const filling = stream.fill(oldest);
    await clock.run(0);
    restDown();
    server.cut();
    await clock.run(200_000);
    await filling;
    expect(shown()).toEqual(['9', '10', '11', '12', '13', '14', '15', '16', '17', '18', '19', '20']);
    stream.dispose();
  });
});

describe('a gap that appeared and was evicted while the stream was paused', () => {
  it('gives its lines up, although another gap stands for both', async () => {
    const { clock, server, stream } = simulateStream({ ...IDS, pageRows: 1 }, { bufferLines: 3 });
    const told: string[] = [];
    stream.on('entries', (entries) => void told.push(...textsOf(entries)));
    server.write('0');
    stream.connect();
    await clock.run(100);
    server.cut(1);
    stream.pause();
    const restDown = server.refuseRows();
    server.write('1');
    await clock.run(4_000);
    for (const message of ['2', '3', '4', '5', '6']) {
      clock.advance(1);
      server.write(message);
    }
    await clock.run(0);
    server.cut();
    restDown();
    stream.resume();
    await clock.run(120_000);
    expect(told).toEqual(['0', '2', '3', '4', '5', '6']);
    stream.dispose();
  });
});

describe('a gap before lines that a paused stream has evicted', () => {
  it('is not filled with lines that the resumed stream has shown', async () => {
    const { clock, server, stream, open } = simulateStream(
      { ...IDS, replay: true, pageRows: 1 },
      { bufferLines: 3 },
    );
    const write = (message: string): void => {
      clock.advance(1);
      server.write(message);
    };
    write('0');
    stream.connect();
    await clock.run(100);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    for (const message of ['1', '2', '3', '4', '5']) write(message);
    const next = open({ resume });
    const told = toldBy(next);
    const restDown = server.refuseRows();
    next.connect();
    next.pause();
    await clock.run(3_500);
    expect(textsOf(next.getSnapshot().items)).toEqual([]);
    restDown();
    server.cut();
    next.resume();
    await clock.run(60_000);
    expect(told).toEqual(['3', '4', '5', '1', '2']);
    expect(next.getSnapshot().ledger.stored).toBe(told.length);
    next.dispose();
  });
});

describe('a gap that was cleared away', () => {
  it('gives its lines up, even if older lines got its sequence number', async () => {
    const { clock, server, stream, shown } = simulateStream(IDS);
    const told: string[] = [];
    stream.on('entries', (entries) => void told.push(...textsOf(entries)));
    const write = async (message: string): Promise<void> => {
      server.write(message);
      await clock.run(1_000);
    };
    await write('0');
    stream.connect();
    await clock.run(100);
    server.cut();
    const restDown = server.refuseRows();
    await write('1');
    await clock.run(20_000);
    await write('2');
    expect(shown()).toEqual(['0', 'gap outage', '2']);
    stream.clear();
    restDown();
    await stream.loadOlder();
    expect(shown()).toEqual(['0', '1', '2']);
    server.cut();
    await clock.run(60_000);
    expect(shown()).toEqual(['0', '1', '2']);
    expect(told).toEqual(['0', '2']);
    stream.dispose();
  });
});
