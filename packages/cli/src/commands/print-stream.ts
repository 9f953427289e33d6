import type { LogItem, LogStream } from '@tailrace/core';
import { EXIT, type ExitStatus } from '../exit-status.js';
import type { Renderer } from '../output/renderer.js';
import type { Ending } from '../terminal/ending.js';
import type { Io } from '../terminal/io.js';
import { LineWriter } from '../terminal/line-writer.js';
import type { Notices } from '../terminal/notices.js';
import type { Failure } from './watch-stream.js';

/**
 * How far printing may lag behind, and how much history is kept. Beyond that the oldest lines are dropped, and a gap says so:
 * an idle pager must not fill the memory.
 */
export const BUFFER = { bufferLines: 250_000, bufferBytes: 256 * 1024 * 1024 } as const;

/** How a stream is printed. */
export interface Printing {
  readonly io: Io;
  readonly ending: Ending;
  readonly renderer: Renderer;
  readonly notices: Notices;
  readonly failure: Failure;
  /** Which lines to print; gaps are always printed. */
  readonly keep?: (item: LogItem & { kind: 'log' }) => boolean;
  /** Ends before the line after so many, whether they are printed or not. Default: the stream's end. */
  readonly atMost?: number | undefined;
}

/** Prints a stream to its end and disposes of it. Never rejects: errors are noted in `failure`. */
export async function printStream(stream: LogStream, printing: Printing): Promise<void> {
  const { io, ending, renderer, notices, failure, keep, atMost = Infinity } = printing;
  let left = atMost;
  const writer = new LineWriter(io.stdout, () => ending.now(), ending.signal);
  try {
    for await (const item of stream) {
      if (ending.signal.aborted) break;
      if (item.kind === 'log' && left-- <= 0) break;
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

/** Prints the final notices about a stream and returns the exit status. */
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
