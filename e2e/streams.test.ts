/**
 * The library against the reference server on real sockets: every backend over each of its transports, cut repeatedly,
 * in all the readings of its protocol that a client has to support.
 */
import { createLogStream, type BackendName, type TransportName } from '@tailrace/core';
import { serve, type RunningServer } from '@tailrace/mock-server/server';
import { afterEach, expect, it, vi } from 'vitest';
import { SOURCES } from './support/sources.js';

const LINES = 3_000;

type Variants = Parameters<RunningServer['control']['setVariants']>[0];

const cases: readonly (readonly [BackendName, TransportName, string, Variants])[] = [
  ['codespace', 'sse', 'default reading', {}],
  [
    'codespace',
    'sse',
    'inclusive since, timestamps in milliseconds',
    { codespace: { sinceInclusive: true, stamp: { digits: 3, zone: 'Z' } } },
  ],
  ['codespace', 'sse', 'the stream starts at now', { codespace: { liveOnly: true } }],
  ['codespace', 'polling', 'default reading', {}],
  ['prismq', 'sse', 'default reading', {}],
  ['prismq', 'sse', 'no replay', { prismq: { replay: 'none' } }],
  ['prismq', 'polling', 'default reading', {}],
  ['stratal', 'websocket', 'default reading', {}],
  [
    'stratal',
    'websocket',
    'arrays in a frame, greeting, old rows',
    { stratal: { batch: 'array', greeting: true, legacyRows: true } },
  ],
  ['stratal', 'websocket', 'replays, no totals', { stratal: { replay: true, total: 'absent' } }],
  ['stratal', 'sse', 'default reading', {}],
  ['stratal', 'polling', 'default reading', {}],
  ['containers', 'websocket', 'default reading', {}],
  [
    'containers',
    'websocket',
    'no timestamps, trimmed lines',
    { containers: { contentStamps: false, trim: true } },
  ],
  ['containers', 'websocket', 'several lines per message', { containers: { linesPerContent: 3 } }],
  ['containers', 'websocket', 'arrays in a frame', { containers: { batch: 'array' } }],
  [
    'containers',
    'websocket',
    'several messages per frame, several lines per message',
    { containers: { batch: 'lines', batchSize: 7, linesPerContent: 3 } },
  ],
  ['containers', 'polling', 'default reading', {}],
];

let server: RunningServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

it.each(cases)(
  '%s over %s (%s): nothing lost or duplicated, all in order',
  async (backend, transport, _name, variants) => {
    server = await serve({ port: 0, scenario: 'none' });
    const { control, url, store } = server;
    if (!store.run('demo')) store.createRun({ id: 'demo' });
    control.setVariants(variants);
    const stream = createLogStream(SOURCES[backend](url), {
      transport,
      bufferLines: 20_000,
      pollInterval: 30,
      backoff: { base: 20, cap: 50, floor: 5 },
    });
    const shown = (): string[] =>
      stream
        .getSnapshot()
        .items.map((item) => (item.kind === 'log' ? item.message.trim() : `gap ${item.reason}`));

    control.append('demo', 500);
    stream.connect();
    await vi.waitFor(() => expect(shown()).toHaveLength(500), { timeout: 20_000 });
    for (let written = 500; written < LINES; written += 250) {
      control.append('demo', 150);
      if (written % 500 === 0) control.cut({ mode: written % 1_000 === 0 ? 'reset' : 'fin' });
      control.append('demo', 100);
      const soon = written + 250;
      if (written % 750 === 0)
        await vi.waitFor(() => expect(shown()).toHaveLength(soon), { timeout: 20_000 });
    }
    await vi.waitFor(() => expect(shown().length).toBeGreaterThanOrEqual(LINES), { timeout: 20_000 });
    expect(shown()).toEqual(Array.from({ length: LINES }, (_, at) => `line ${at + 1}`));
    const { ledger } = stream.getSnapshot();
    expect(ledger.received).toBe(ledger.stored + ledger.duplicates + ledger.dropped + ledger.malformed);
    expect(ledger).toMatchObject({ stored: LINES, dropped: 0, malformed: 0, gaps: 0 });
    stream.dispose();
  },
);

it.each([
  ['codespace', 'sse'],
  ['codespace', 'polling'],
  ['stratal', 'websocket'],
  ['stratal', 'polling'],
] as const)(
  '%s over %s: no line is skipped while the oldest ones are removed',
  async (backend, transport) => {
    server = await serve({ port: 0, scenario: 'none' });
    const { control, url, store } = server;
    if (!store.run('demo')) store.createRun({ id: 'demo' });
    control.append('demo', LINES);
    let kept = LINES;
    const stream = createLogStream(SOURCES[backend](url), {
      transport,
      // The server removes lines after each page.
      async fetch(input, init) {
        const response = await fetch(input, init);
        if (/\boffset=/.test(response.url)) control.evict('demo', (kept -= 10));
        return response;
      },
    });
    stream.connect();
    const newest = (): string | undefined => {
      const item = stream.getSnapshot().items.at(-1);
      return item?.kind === 'log' ? item.message : undefined;
    };
    await vi.waitFor(() => expect(newest()).toBe(`line ${LINES}`), { timeout: 20_000 });
    const { items } = stream.getSnapshot();
    const first = LINES - items.length;
    expect(first).toBeLessThan(100);
    expect(items.map((item) => item.kind === 'log' && item.message)).toEqual(
      Array.from(items, (_, at) => `line ${first + at + 1}`),
    );
    stream.dispose();
  },
);
