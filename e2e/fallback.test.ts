/**
 * Streams behind a proxy that holds them back at first and lets them through later, on real sockets: they are polled, go on while they look
 * whether the better transport gets through, and change to it without losing or repeating a line.
 */
import { createLogStream, type BackendName, type LogStreamStatus } from '@tailrace/core';
import { serve } from '@tailrace/mock-server/server';
import { expect, it, vi } from 'vitest';
import { startHoldingProxy } from './support/holding-proxy.js';
import { numbered } from './support/lines.js';
import { createSkippingClock } from './support/skipping-clock.js';
import { SOURCES } from './support/sources.js';

const MINUTE = 60_000;

it.concurrent.each<[BackendName, RegExp]>([
  ['codespace', /\/logs\/stream/],
  ['containers', /\/logs\/ws\//],
])('%s: nothing lost, repeated or late', async (backend, stream) => {
  const clock = createSkippingClock();
  const { control, store, url, close } = await serve({ port: 0, scenario: 'none' });
  if (!store.run('demo')) store.createRun({ id: 'demo' });
  const proxy = await startHoldingProxy(url, (line) => stream.test(line));
  const log = createLogStream(SOURCES[backend](proxy.url), { clock, pollInterval: 100 });
  const statuses: LogStreamStatus[] = [];
  log.on('status', (status) => void statuses.push(status));
  const errors: string[] = [];
  log.on('error', ({ kind }) => void errors.push(kind));
  let written = 0;
  /** Writes lines, each once the last one is shown, until this is so. */
  const writeUntil = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) {
      control.append('demo', 1);
      written += 1;
      const { stored } = await vi.waitFor(
        () => {
          const { ledger } = log.getSnapshot();
          expect(ledger.stored).toBe(written);
          return ledger;
        },
        { timeout: 20_000, interval: 5 },
      );
      expect(stored).toBe(written);
    }
  };
  const writeMore = async (lines: number): Promise<void> => {
    const last = written + lines;
    await writeUntil(() => written === last);
  };

  log.connect();
  await writeUntil(() => log.getSnapshot().status === 'polling');
  const [before, { held }] = [statuses.length, proxy];
  await writeMore(5);
  /** Lets time pass until this is so. After a line is shown no poll is under way, whose time would be over. */
  const skipUntil = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) {
      clock.skip(MINUTE);
      await writeMore(2);
    }
  };
  await skipUntil(() => proxy.held > held);
  await writeMore(20);
  expect(statuses).toHaveLength(before);

  proxy.letThrough();
  await skipUntil(() => log.getSnapshot().status !== 'polling');
  await writeMore(20);

  expect(statuses.slice(before)).toEqual(['reconnecting', 'live']);
  expect(errors).toEqual(['stalled']);
  const { items, ledger } = log.getSnapshot();
  expect(items.map((item) => (item.kind === 'log' ? item.message : item.reason))).toEqual(numbered(written));
  expect(ledger).toMatchObject({ stored: written, gaps: 0, malformed: 0, dropped: 0 });
  log.dispose();
  await proxy.close();
  await close();
});
