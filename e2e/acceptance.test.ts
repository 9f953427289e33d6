/** What the command promises: it prints every line the server wrote, in order and once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAIRS } from './support/backends.js';
import { numbered, parseLedger, parseLines } from './support/lines.js';
import { runTailrace, startServer, startTailrace, type Served } from './support/tailrace.js';

const LINES = 10_000;
const FIELDS = new Set([
  'kind',
  'seq',
  'id',
  'timestamp',
  'time',
  'level',
  'message',
  'labels',
  'progress',
  'metadata',
]);

let server: Served;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

describe.each(PAIRS)('$backend over $transport', ({ backend, transport, endsByItself }) => {
  const args = (id: string, ...more: string[]): string[] => [
    'tail',
    backend,
    server.url,
    id,
    '--token',
    server.token,
    '--transport',
    transport,
    '--format',
    'ndjson',
    '--stats',
    ...more,
  ];

  it('prints the history, and ends with --no-follow', async () => {
    const id = `past-${backend}-${transport}`;
    await server.fill(id, LINES);
    const { status, stdout, stderr } = await runTailrace(args(id, '--no-follow'));
    const items = parseLines(stdout.split('\n').slice(0, -1));
    expect(items.map(({ message }) => message)).toEqual(numbered(LINES));
    expect(status, stderr).toBe(0);

    const { received, stored, duplicates, dropped, malformed, gaps } = parseLedger(stderr);
    expect({ stored, dropped, malformed, gaps }).toEqual({
      stored: LINES,
      dropped: 0,
      malformed: 0,
      gaps: 0,
    });
    expect(received).toBe(stored + duplicates + dropped + malformed);
  });

  it('prints what is written while it follows, despite cuts, until the log is complete', async () => {
    const id = `live-${backend}-${transport}`;
    const half = LINES / 2;
    await server.fill(id, half);
    const tail = startTailrace(args(id));
    await tail.hasLines(half);
    for (let written = half; written < LINES; written += 500) {
      await server.act({ action: 'append', runId: id, count: 500 });
      if (written % 1500 === 0) await server.act({ action: 'cut', runId: id });
    }
    await server.act({ action: 'complete', runId: id });
    await tail.hasLines(LINES, 100_000);
    if (!endsByItself) tail.kill('SIGINT');
    const status = await tail.ended;

    const items = parseLines(tail.lines());
    expect(items.map(({ message }) => message)).toEqual(numbered(LINES));
    // Not always by one: a cut while missed lines are read leaves a gap, and those that fill it get numbers between its neighbours'.
    const seqs = items.map(({ seq }) => seq);
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
    for (const item of items) {
      expect(Object.keys(item).filter((field) => !FIELDS.has(field))).toEqual([]);
      expect(item.kind).toBe('log');
    }
    expect(items[0]).toMatchObject({
      level: 'info',
      timestamp: expect.stringMatching(/^\d{4}-/),
      time: expect.any(Number) as number,
      labels: expect.any(Object) as object,
    });
    expect(status, tail.stderr()).toBe(endsByItself ? 0 : 130);

    const { received, stored, duplicates, dropped, malformed, gaps } = parseLedger(tail.stderr());
    expect({ stored, dropped, malformed, gaps }).toEqual({
      stored: LINES,
      dropped: 0,
      malformed: 0,
      gaps: 0,
    });
    expect(received).toBe(stored + duplicates);
  });
});
