/** Lines that arrive unexpectedly late: they are recognised, or placed where they belong, and never appear after newer ones. */
import { describe, expect, it } from 'vitest';
import type { LogStreamOptions } from './options.js';
import { IDS, TAIL } from './testing/server-kinds.js';
import type { SimulatedServerOptions } from './testing/simulated-server.js';
import { simulateStream, textsOf } from './testing/simulated-stream.js';

function setup(server: SimulatedServerOptions, options: LogStreamOptions = {}) {
  const simulated = simulateStream(server, options);
  /** One millisecond apart. */
  const write = (...messages: readonly string[]): void => {
    for (const message of messages) {
      simulated.clock.advance(1);
      simulated.server.write(message);
    }
  };
  return { ...simulated, write };
}

describe('a replay that stalls', () => {
  it.each([0, 1, 2])('until the seam was read again is not shown twice: after %i lines', async (lines) => {
    const { clock, server, stream, write, shown } = setup({
      identity: 'count',
      liveStart: 'now',
      replay: true,
    });
    write('0', '1', '2');
    stream.connect();
    await clock.run(100);
    server.cut();
    const goOn = server.stall(lines);
    await clock.run(20_000);
    write('3');
    goOn();
    await clock.run(20_000);
    expect(shown()).toEqual(['0', '1', '2', '3']);
    expect(stream.getSnapshot().ledger).toMatchObject({ stored: 4, gaps: 0 });
    stream.dispose();
  });

  it.each([
    ['within the lines held', false],
    ['before the time at which the stream begins', true],
  ])('for a minute %s is waited for', async (_where, begins) => {
    const { clock, server, write, open } = setup(TAIL);
    write('0', '1');
    clock.advance(1);
    const stream = open(begins ? { since: new Date(clock.now()).toISOString() } : {});
    write('2', '3');
    stream.connect();
    await clock.run(1_000);
    server.cut();
    const goOn = server.stall(2);
    await clock.run(60_000);
    goOn();
    write('4');
    await clock.run(20_000);
    const wanted = begins ? ['2', '3', '4'] : ['0', '1', '2', '3', '4'];
    expect(textsOf(stream.getSnapshot().items)).toEqual(wanted);
    expect(stream.getSnapshot().ledger).toMatchObject({ stored: wanted.length, gaps: 0 });
    stream.dispose();
  });
});

describe('missed lines that REST returns late', () => {
  it.each([{ bufferLines: 3 }, { clear: true }])('are not shown once their gap is gone: %o', async (how) => {
    const { bufferLines = 10_000, clear = false } = how as { bufferLines?: number; clear?: boolean };
    const { clock, server, stream, write, shown } = setup(IDS, { bufferLines });
    write('0');
    stream.connect();
    await clock.run(100);
    server.cut();
    write('1', '2');
    const restored = server.refuseRows();
    await clock.run(20_000);
    write('3', '4', '5');
    await clock.run(1_000);
    if (clear) stream.clear();
    write('6', '7', '8');
    restored();
    await clock.run(120_000);
    server.cut();
    await clock.run(20_000);
    expect(shown()).toEqual(['6', '7', '8']);
    stream.dispose();
  });

  it('are shown in their place when the user scrolls up', async () => {
    const { clock, server, stream, open, write } = setup(IDS);
    write('0');
    stream.connect();
    await clock.run(100);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    write('1', '2', '3');
    const restored = server.refuseRows();
    const next = open({ resume });
    next.connect();
    await clock.run(20_000);
    write('4');
    await clock.run(20_000);
    expect(textsOf(next.getSnapshot().items)).toEqual(['gap outage', '4']);
    restored();
    await next.loadOlder(1);
    await clock.run(120_000);
    expect(textsOf(next.getSnapshot().items)).toEqual(['0', '1', '2', '3', '4']);
    next.dispose();
  });
});

describe('a server that has lost its log and is silent at first', () => {
  it.each([
    ['id', 'sse', 'epoch'],
    ['id', 'polling', 'epoch'],
    // Without ids it looks like a server that has evicted its lines.
    ['count', 'sse', 'evicted'],
    ['count', 'polling', 'evicted'],
  ] as const)('gets a gap before its next lines: by %s, over %s', async (identity, transport, reason) => {
    const { clock, server, stream, write, shown } = setup({ identity, liveStart: 'now' }, { transport });
    write('0', '1', '2');
    stream.connect();
    await clock.run(20_000);
    server.restart();
    await clock.run(20_000);
    // It uses the same ids again.
    write('3', '4', '5');
    await clock.run(20_000);
    await stream.fill();
    expect(shown()).toEqual(['0', '1', '2', `gap ${reason}`, '3', '4', '5']);
    expect(stream.getSnapshot().ledger).toMatchObject({ stored: 6, gaps: 1 });
    stream.dispose();
  });
});
