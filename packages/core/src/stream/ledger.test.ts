import { describe, expect, it } from 'vitest';
import { EMPTY_LEDGER } from '../entry.js';
import { createLogStream } from '../log-stream.js';
import type { LogStreamOptions } from '../options.js';
import { COUNTED } from '../testing/server-kinds.js';
import { createSimulatedServer, type SimulatedServerOptions } from '../testing/simulated-server.js';
import { createVirtualClock } from '../testing/virtual-clock.js';

function setup(options: LogStreamOptions = {}, server: Partial<SimulatedServerOptions> = {}) {
  const clock = createVirtualClock();
  const simulated = createSimulatedServer(clock, { ...COUNTED, ...server });
  const stream = createLogStream(
    {
      ...simulated.source,
      decode: (frame, transport) =>
        frame.data.includes('odd')
          ? [{ type: 'unknown', what: 'odd' }]
          : frame.data.includes('known')
            ? [{ type: 'ignored', what: 'known' }]
            : simulated.source.decode(frame, transport),
    },
    { clock, random: () => 0.5, fetch: simulated.fetch, transport: 'sse', stallTimeout: 1e9, ...options },
  );
  return {
    clock,
    server: simulated,
    stream,
    ledger: () => stream.getSnapshot().ledger,
    kinds: () => stream.getSnapshot().items.map(({ kind }) => kind),
  };
}

describe('the ledger', () => {
  it('counts what it cannot place beside the lines, and not as one', async () => {
    const { clock, server, stream, ledger } = setup();
    stream.connect();
    await clock.run(100);
    server.write('one');
    await clock.run(100);
    expect(ledger()).toEqual({ ...EMPTY_LEDGER, received: 1, stored: 1 });
    server.write('odd');
    server.write('odd again');
    server.write('known to say nothing');
    server.write('two');
    await clock.run(100);
    expect(ledger()).toEqual({ ...EMPTY_LEDGER, received: 2, stored: 2, unknown: 2 });
    stream.dispose();
  });

  it('counts gaps that were told and not closed, whether they are still held or not', async () => {
    const { clock, server, stream, ledger, kinds } = setup({ bufferLines: 10 }, { ring: 2 });
    stream.connect();
    await clock.run(100);
    server.write('one');
    await clock.run(10_000);
    server.cut();
    for (const word of ['2', '3', '4', '5']) server.write(word);
    await clock.run(60_000);
    expect(kinds()).toContain('gap');
    expect(ledger().gaps).toBe(1);
    for (let n = 0; n < 20; n++) server.write(`later ${n}`);
    await clock.run(100);
    expect(kinds()).not.toContain('gap');
    expect(ledger().gaps).toBe(1);
    expect(await stream.fill()).toBe(0);
    stream.clear();
    expect(ledger()).toMatchObject({ gaps: 0, stored: 23 });
    stream.dispose();
  });
});
