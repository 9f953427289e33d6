/** `ingest.ts <subject> <lines>` prints `{ ms }`: how long it takes to turn the bytes of a stream into stored lines. */
import { codespace, createFilteredView, createLogStream, type LogFilter } from '@tailrace/core';
import { createParser } from 'eventsource-parser';
import { sseChunks } from '../lib/wire.ts';
import { COMPLETE, streamingFetch } from '../lib/streaming-fetch.ts';
import { median } from '../lib/statistics.ts';

/** Lines to keep, like a viewer's buffer. */
const KEEP = 10_000;
/** Passes over the same bytes; the first ones only warm up. */
const WARM = 2;
const PASSES = 5;

const [subject = '', count = '0'] = process.argv.slice(2);
const lines = Number(count);

/** The bytes as a body of `fetch`, as every subject could receive them. */
function bodyOf(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      const chunk = chunks[at++];
      if (chunk) controller.enqueue(chunk);
      else controller.close();
    },
  });
}

async function parserAndJson(chunks: readonly Uint8Array[]): Promise<number> {
  let held: unknown[] = [];
  let parsed = 0;
  const parser = createParser({
    onEvent({ event, data }) {
      if (event !== 'log') return;
      held.push(JSON.parse(data));
      parsed += 1;
      if (held.length >= 2 * KEEP) held = held.slice(-KEEP);
    },
  });
  const decoder = new TextDecoder();
  for await (const chunk of bodyOf(chunks)) parser.feed(decoder.decode(chunk, { stream: true }));
  return parsed;
}

/** The minimum that stores lines and recognises repeats: no time, no level, no labels, no ledger, no notifications. */
async function floor(chunks: readonly Uint8Array[]): Promise<number> {
  interface Row {
    readonly id: string;
    readonly message: string;
    readonly created_at: string;
  }
  const held: { readonly id: string }[] = [];
  const known = new Set<string>();
  let stored = 0;
  const parser = createParser({
    onEvent({ event, data }) {
      if (event !== 'log') return;
      const raw = JSON.parse(data) as Row;
      const { id, message, created_at } = raw;
      if (known.has(id)) return;
      known.add(id);
      const slot = stored % KEEP;
      const gone = held[slot];
      if (gone) known.delete(gone.id);
      const line = { seq: stored, id, timestamp: created_at, message, raw };
      held[slot] = line;
      stored += 1;
    },
  });
  const decoder = new TextDecoder();
  for await (const chunk of bodyOf(chunks)) parser.feed(decoder.decode(chunk, { stream: true }));
  return stored;
}

function jsonAlone(texts: readonly string[]): number {
  let held: unknown[] = [];
  for (const text of texts) {
    held.push(JSON.parse(text));
    if (held.length >= 2 * KEEP) held = held.slice(-KEEP);
  }
  return texts.length;
}

function throughStream(chunks: readonly Uint8Array[], filter: LogFilter | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    const source = codespace({ baseUrl: 'http://bench.invalid', token: 'bench' }).task('t');
    const stream = createLogStream(source, { fetch: streamingFetch(() => bodyOf(chunks)) });
    const filtered = filter && createFilteredView(stream, filter);
    const undo = stream.subscribe(() => undefined);
    stream.on('status', (status, { ledger }) => {
      if (status !== 'complete' && status !== 'failed') return;
      undo();
      filtered?.dispose();
      stream.dispose();
      if (status === 'complete') resolve(ledger.stored);
      else reject(new Error('The stream failed.'));
    });
    stream.connect();
  });
}

const sent = sseChunks(lines);
const chunks = [...sent, COMPLETE];
const texts = new TextDecoder()
  .decode(Buffer.concat(sent))
  .split('\n\n')
  .filter((text) => text !== '')
  .map((text) => text.slice(text.indexOf('{')));

const subjects: Readonly<Record<string, () => number | Promise<number>>> = {
  'eventsource-parser + JSON.parse': () => parserAndJson(chunks),
  'JSON.parse alone': () => jsonAlone(texts),
  floor: () => floor(chunks),
  tailrace: () => throughStream(chunks, undefined),
  'tailrace, filtered': () => throughStream(chunks, { levels: ['warn', 'error', 'info'], text: 'request' }),
};
const read = subjects[subject];
if (!read) throw new Error(`Unknown subject "${subject}".`);

const took: number[] = [];
for (let pass = 0; pass < WARM + PASSES; pass++) {
  globalThis.gc?.();
  const start = performance.now();
  const held = await read();
  if (held !== lines) throw new Error(`${subject} held ${held} of ${lines} lines.`);
  if (pass >= WARM) took.push(performance.now() - start);
}
process.stdout.write(JSON.stringify({ ms: median(took) }));
