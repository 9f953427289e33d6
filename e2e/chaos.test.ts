/**
 * Somebody pulls the plug, at any byte, again and again: every backend over every transport through a proxy that cuts,
 * stalls, trickles, delays and refuses. Nothing may be lost, doubled or out of order, and the ledger must add up.
 */
import { createLogStream } from '@tailrace/core';
import { afterAll, expect, it, vi } from 'vitest';
import { chooseSeed, makeChaos } from './support/chaos.js';
import { openChaosPlace } from './support/chaos-place.js';
import { numbered } from './support/lines.js';
import { COMBINATIONS, IMPATIENT, SOURCES } from './support/sources.js';

/** For each combination: together more than 200 cuts in more than 50,000 lines. */
const PLAN = { rounds: 30, cuts: 23, breath: 4 };

let allCuts = 0;
let allLines = 0;
afterAll(() => {
  expect(allCuts).toBeGreaterThanOrEqual(200);
  expect(allLines).toBeGreaterThanOrEqual(50_000);
});

// Together, for each of them mostly waits.
it.concurrent.for(COMBINATIONS)(
  '%s over %s survives a hand on the plug',
  async ([backend, transport], { onTestFinished }) => {
    const seed = chooseSeed();
    const place = await openChaosPlace();
    const stream = createLogStream(SOURCES[backend](place.plug.url), { ...IMPATIENT, transport });
    onTestFinished(async () => {
      stream.dispose();
      await place.close();
    });
    const shown = (): string[] =>
      stream.getSnapshot().items.map((item) => (item.kind === 'log' ? item.message : `gap ${item.reason}`));
    const caughtUp = (): Promise<void> =>
      vi.waitFor(
        () =>
          expect(stream.getSnapshot().ledger.stored, `seed ${seed}`).toBeGreaterThanOrEqual(place.written),
        { timeout: 30_000 },
      );

    place.write(100);
    stream.connect();
    await caughtUp();
    await makeChaos({ plug: place.plug, write: place.write, transport, seed, ...PLAN, caughtUp });
    const { plug, written } = place;
    expect(shown(), `seed ${seed}`).toEqual(numbered(written));
    const { ledger } = stream.getSnapshot();
    expect(ledger.received).toBe(ledger.stored + ledger.duplicates + ledger.dropped + ledger.malformed);
    expect(ledger).toMatchObject({ stored: written, dropped: 0, gaps: 0 });
    allCuts += plug.cuts;
    allLines += written;
  },
);
