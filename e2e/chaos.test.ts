/**
 * Somebody pulls the plug, at any byte, again and again: every backend over every transport through a proxy that cuts,
 * stalls, trickles and refuses. Nothing may be lost, doubled or out of order, and the ledger must add up.
 */
import {
  codespace,
  containers,
  createLogStream,
  prismq,
  stratal,
  type LogSource,
  type TransportName,
} from '@tailrace/core';
import { serve, type RunningServer } from '@tailrace/mock-server/server';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { startChaosProxy, type ChaosProxy } from './support/chaos-proxy.js';

const token = 'tailrace-demo';
/** Times the plug is touched in one combination, and lines between two of them. */
const CUTS = 30;
const LINES_BETWEEN = 200;

let allCuts = 0;
let allLines = 0;
afterAll(() => {
  expect(allCuts).toBeGreaterThanOrEqual(200);
  expect(allLines).toBeGreaterThanOrEqual(50_000);
});

const combinations: readonly (readonly [string, TransportName, (baseUrl: string) => LogSource])[] = [
  ['codespace', 'sse', (baseUrl) => codespace({ baseUrl, token }).task('demo')],
  ['codespace', 'polling', (baseUrl) => codespace({ baseUrl, token }).task('demo')],
  ['prismq', 'sse', (baseUrl) => prismq({ baseUrl }).run('demo')],
  ['prismq', 'polling', (baseUrl) => prismq({ baseUrl }).run('demo')],
  ['stratal', 'websocket', (baseUrl) => stratal({ baseUrl }).jobRun('demo')],
  ['stratal', 'sse', (baseUrl) => stratal({ baseUrl }).jobRun('demo')],
  ['stratal', 'polling', (baseUrl) => stratal({ baseUrl }).jobRun('demo')],
  ['containers', 'websocket', (baseUrl) => containers({ baseUrl, token, tail: 10_000 }).service('demo')],
  ['containers', 'polling', (baseUrl) => containers({ baseUrl, token }).service('demo')],
];

let server: RunningServer | undefined;
let proxy: ChaosProxy | undefined;
afterEach(async () => {
  await proxy?.close();
  await server?.close();
  proxy = server = undefined;
});

/** A small generator with a seed, so that a failing run can be run again. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

it.each(combinations)('%s over %s survives a hand on the plug', async (_backend, transport, sourceAt) => {
  const seed = Number(process.env['TAILRACE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  const random = createRandom(seed);
  const pick = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  server = await serve({ port: 0, scenario: 'none' });
  const { control, store } = server;
  if (!store.run('demo')) store.createRun({ id: 'demo' });
  proxy = await startChaosProxy(server.url);
  const plug = proxy;
  const stream = createLogStream(sourceAt(plug.url), {
    transport,
    bufferLines: 20_000,
    pollInterval: 20,
    stallTimeout: 400,
    connectTimeout: 1_000,
    backoff: { base: 10, cap: 40, floor: 1 },
  });
  const shown = (): string[] =>
    stream.getSnapshot().items.map((item) => (item.kind === 'log' ? item.message : `gap ${item.reason}`));
  const until = (count: number): Promise<void> =>
    vi.waitFor(
      () => expect(stream.getSnapshot().ledger.stored, `seed ${seed}`).toBeGreaterThanOrEqual(count),
      { timeout: 30_000 },
    );

  control.append('demo', 100);
  stream.connect();
  await until(100);
  let written = 100;
  for (let cut = 0; cut < CUTS; cut++) {
    plug.trickle(cut % 5 === 4 ? pick(1, 7) : 0);
    if (cut % 3 === 0) plug.cutAfter(pick(1, 20_000), cut % 2 ? 'fin' : 'reset');
    for (let burst = 0; burst < 4; burst++) {
      control.append('demo', LINES_BETWEEN / 4);
      written += LINES_BETWEEN / 4;
      await new Promise((resolve) => setTimeout(resolve, pick(0, 5)));
    }
    if (cut % 3 !== 0) plug.cut(cut % 3 === 1 ? 'reset' : cut % 12 === 5 ? 'half-open' : 'fin');
    if (cut % 6 === 0) {
      plug.refuse(true);
      await new Promise((resolve) => setTimeout(resolve, 30));
      plug.refuse(false);
    }
    if (cut % 4 === 0) await until(written);
  }
  plug.trickle(0);
  await until(written);
  expect(shown(), `seed ${seed}`).toEqual(Array.from({ length: written }, (_, at) => `line ${at + 1}`));
  const { ledger } = stream.getSnapshot();
  expect(ledger.received).toBe(ledger.stored + ledger.duplicates + ledger.dropped + ledger.malformed);
  expect(ledger).toMatchObject({ stored: written, dropped: 0, gaps: 0 });
  allCuts += plug.cuts;
  allLines += written;
  stream.dispose();
});
