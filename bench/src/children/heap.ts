/** `heap.ts <subject> <lines>` prints `{ bytes }`: the heap that the lines take. Needs --expose-gc. */
import { codespace, createLogStream, type LogStream } from '@tailrace/core';
import { sseChunks } from '../lib/wire.ts';
import { COMPLETE, streamingFetch } from '../lib/streaming-fetch.ts';
import { whenPacked } from '../../shared/when-packed.ts';
import { makeLines } from '../../shared/lines.ts';

const [subject = '', count = '0'] = process.argv.slice(2);
/** Number of lines of the next log. */
let lines = 20_000;
/** Every message has 160 characters, so that the size of the text is known. */
const options = { longEvery: 0 };
/** Chunks are generated while they are read, so that they are not part of the measured heap. */
const PIECE = 5_000;

function body(): ReadableStream<Uint8Array> {
  const waiting: Uint8Array[] = [];
  let made = 0;
  return new ReadableStream({
    pull(controller) {
      if (waiting.length === 0 && made < lines) {
        waiting.push(...sseChunks(Math.min(PIECE, lines - made), options, made));
        made += PIECE;
      }
      const chunk = waiting.shift();
      if (chunk) return controller.enqueue(chunk);
      controller.enqueue(COMPLETE);
      controller.close();
    },
  });
}

async function stream(): Promise<LogStream> {
  const whole = await new Promise<LogStream>((resolve, reject) => {
    const source = codespace({ baseUrl: 'http://bench.invalid', token: 'bench' }).task('t');
    const made: LogStream = createLogStream(source, {
      bufferLines: lines,
      bufferBytes: Number.MAX_SAFE_INTEGER,
      fetch: streamingFetch(body),
    });
    made.on('status', (status) => {
      if (status === 'complete') resolve(made);
      if (status === 'failed') reject(new Error('The stream failed.'));
    });
    made.connect();
  });
  await whenPacked(whole);
  return whole;
}

function pieces<T>(map: (line: ReturnType<typeof makeLines>[number]) => T): T[] {
  const held: T[] = [];
  for (let from = 0; from < lines; from += PIECE)
    for (const line of makeLines(Math.min(PIECE, lines - from), options, from)) held.push(map(line));
  return held;
}

const subjects: Readonly<Record<string, () => unknown>> = {
  'strings alone': () => pieces(({ message }) => message),
  'parsed objects': () => pieces((line) => line),
  tailrace: stream,
};
const make = subjects[subject];
if (!make) throw new Error(`Unknown subject "${subject}".`);

async function used(): Promise<number> {
  for (let turn = 0; turn < 4; turn++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + external + arrayBuffers;
}

// Node loads fetch and streams, and core its packing code, on first use. A first run keeps them out of the measurement, where a hundred
// thousand lines would show them.
await stream();
const before = await used();
lines = Number(count);
const held: unknown = await make();
const after = await used();
process.stdout.write(JSON.stringify({ bytes: after - before, held: held !== undefined }));
