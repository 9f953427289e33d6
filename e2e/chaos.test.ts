/**
 * Every backend over every transport, through a proxy that cuts connections at any byte, stalls, trickles, delays and
 * refuses. Nothing may be lost, duplicated or out of order, and the ledger must add up.
 */
import { createLogStream } from '@tailrace/core';
import { afterAll, expect, it, vi } from 'vitest';
import { chooseSeed, makeChaos } from './support/chaos.js';
import { openChaosSetup } from './support/chaos-setup.js';
import { numbered } from './support/lines.js';
import { COMBINATIONS, IMPATIENT, SOURCES } from './support/sources.js';

/** For each combination. All together make more than 200 cuts in more than 50,000 lines. */
const PLAN = { rounds: 30, cuts: 23, catchUpEvery: 4 };

let allCuts = 0;
let allLines = 0;
afterAll(() => {
  expect(allCuts).toBeGreaterThanOrEqual(200);
  expect(allLines).toBeGreaterThanOrEqual(50_000);
});

// Concurrent, because each of them mostly waits.
it.concurrent.for(COMBINATIONS)(
  '%s over %s survives random disconnects',
  async ([backend, transport], { onTestFinished }) => {
    const seed = chooseSeed();
    const setup = await openChaosSetup();
    const stream = createLogStream(SOURCES[backend](setup.proxy.url), { ...IMPATIENT, transport });
    onTestFinished(async () => {
      stream.dispose();
      await setup.close();
    });
    const shown = (): string[] =>
      stream.getSnapshot().items.map((item) => (item.kind === 'log' ? item.message : `gap ${item.reason}`));
    const caughtUp = (): Promise<void> =>
      vi.waitFor(
        () =>
          expect(stream.getSnapshot().ledger.stored, `seed ${seed}`).toBeGreaterThanOrEqual(setup.written),
        { timeout: 30_000 },
      );

    setup.write(100);
    stream.connect();
    await caughtUp();
    await makeChaos({ proxy: setup.proxy, write: setup.write, transport, seed, ...PLAN, caughtUp });
    const { proxy, written } = setup;
    expect(shown(), `seed ${seed}`).toEqual(numbered(written));
    const { ledger } = stream.getSnapshot();
    expect(ledger.received).toBe(ledger.stored + ledger.duplicates + ledger.dropped + ledger.malformed);
    expect(ledger).toMatchObject({ stored: written, dropped: 0, gaps: 0 });
    allCuts += proxy.cuts;
    allLines += written;
  },
);
