/**
 * Somebody pulls the plug, at any byte, again and again: every backend over every transport through a proxy that cuts,
 * stalls, trickles, delays and refuses. Nothing may be lost, doubled or out of order, and the ledger must add up.
 */
import { createLogStream } from '@tailrace/core';
import { serve, type RunningServer } from '@tailrace/mock-server/server';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { chooseSeed, makeChaos } from './support/chaos.js';
import { startChaosProxy, type ChaosProxy } from './support/chaos-proxy.js';
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

let server: RunningServer | undefined;
let proxy: ChaosProxy | undefined;
afterEach(async () => {
  await proxy?.close();
  await server?.close();
  proxy = server = undefined;
});

it.each(COMBINATIONS)('%s over %s survives a hand on the plug', async (backend, transport) => {
  const seed = chooseSeed();
  server = await serve({ port: 0, scenario: 'none' });
  const { control, store } = server;
  if (!store.run('demo')) store.createRun({ id: 'demo' });
  const plug = (proxy = await startChaosProxy(server.url));
  const stream = createLogStream(SOURCES[backend](plug.url), { ...IMPATIENT, transport });
  const shown = (): string[] =>
    stream.getSnapshot().items.map((item) => (item.kind === 'log' ? item.message : `gap ${item.reason}`));
  let written = 0;
  const write = (count: number): void => {
    control.append('demo', count);
    written += count;
  };
  const caughtUp = (): Promise<void> =>
    vi.waitFor(
      () => expect(stream.getSnapshot().ledger.stored, `seed ${seed}`).toBeGreaterThanOrEqual(written),
      { timeout: 30_000 },
    );

  write(100);
  stream.connect();
  await caughtUp();
  await makeChaos({ plug, transport, seed, ...PLAN, write, caughtUp });
  expect(shown(), `seed ${seed}`).toEqual(numbered(written));
  const { ledger } = stream.getSnapshot();
  expect(ledger.received).toBe(ledger.stored + ledger.duplicates + ledger.dropped + ledger.malformed);
  expect(ledger).toMatchObject({ stored: written, dropped: 0, gaps: 0 });
  allCuts += plug.cuts;
  allLines += written;
  stream.dispose();
});
