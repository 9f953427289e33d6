import type { LogItem, LogStream } from '@tailrace/core';
import { EXIT, type ExitStatus } from '../exit-status.js';
import type { Renderer } from '../output/renderer.js';
import type { Ending } from '../terminal/ending.js';
import type { Io } from '../terminal/io.js';
import { LineWriter } from '../terminal/line-writer.js';
import type { Notices } from '../terminal/notices.js';
import type { Failure } from './watch-stream.js';

/**
 * What the printer may lag behind, and what history can hold. Beyond it the oldest lines go, and a gap says so: a pager
 * that is left alone must not fill the memory.
 */
export const BUFFER = { bufferLines: 250_000, bufferBytes: 256 * 1024 * 1024 } as const;

/** How a stream is printed. */
export interface Printing {
  readonly io: Io;
  readonly ending: Ending;
  readonly renderer: Renderer;
  readonly notices: Notices;
  readonly failure: Failure;
  /** Lines that are not kept are not printed; gaps always are. */
  readonly keep?: (item: LogItem & { kind: 'log' }) => boolean;
}

/** Prints a stream to its end and disposes of it. Nothing is thrown: `failure` knows what went wrong. */
export async function printStream(stream: LogStream, printing: Printing): Promise<void> {
  const { io, ending, renderer, notices, failure, keep } = printing;
  const writer = new LineWriter(io.stdout, () => ending.now(), ending.signal);
  try {
    for await (const item of stream) {
      if (ending.signal.aborted) break;
      if (item.kind === 'log' && keep && !keep(item)) continue;
      const line = renderer.line(item);
      if (line !== undefined) await writer.line(line);
      const notice = renderer.notice(item);
      if (notice !== undefined) notices.say(notice);
    }
  } catch (thrown) {
    failure.note(thrown);
  }
  try {
    await writer.end();
  } catch (thrown) {
    failure.note(thrown);
  }
  stream.dispose();
}

/** Says the last words about a printed stream, and the status they come to. */
export function concludeStream(
  stream: LogStream,
  { ending, notices, failure }: Printing,
  stats: boolean,
): ExitStatus {
  if (failure.sentence !== undefined) notices.say(failure.sentence);
  if (stats) notices.line(JSON.stringify(stream.getSnapshot().ledger));
  if (failure.sentence !== undefined) return EXIT.failed;
  return ending.interrupted ? EXIT.interrupted : EXIT.complete;
}
