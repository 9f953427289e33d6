/** Estimates of the memory that items hold, used for the limits in bytes. */
import type { DecodedLine, LogItem } from '../entry.js';
import { weigh } from '../lib/weigh.js';
import type { Chunk } from './chunk.js';

/** Bytes of a gap, and of a line without its text. */
export const GAP_BYTES = 200;
const LINE_BYTES = 240;

/** Data in the server's object besides the message is counted from this size on; below, it is covered by the bytes per line. */
const NOTICED_BYTES = 1_024;

/** Bytes of a line with a message of this length, at two bytes per character, which is the engine's worst case. */
export function textBytes(length: number): number {
  return LINE_BYTES + length * 2;
}

/** Bytes that a line's server object keeps alive besides the message, if they are significant. */
function rawBytes(line: DecodedLine): number {
  if (typeof line.raw !== 'object') return 0;
  const bytes = weigh(line.raw) - line.message.length * 2;
  return bytes > NOTICED_BYTES ? bytes : 0;
}

/** Estimated bytes of a line with everything it keeps alive. */
export function lineBytes(line: DecodedLine): number {
  return textBytes(line.message.length) + rawBytes(line);
}

/** Estimated bytes of an item with everything it keeps alive. */
export function estimateBytes(item: LogItem): number {
  return item.kind === 'gap' ? GAP_BYTES : lineBytes(item);
}

/** Bytes of a line that follows another: lines of one payload may share its object, which is counted for the first. */
export function bytesAfter(line: DecodedLine, before: unknown): number {
  return line.raw === before ? textBytes(line.message.length) : lineBytes(line);
}

/** Bytes of the item at `index` of a chunk, as estimated when it arrived. */
export function bytesAt({ items, sizes, packed, skipped }: Chunk, index: number): number {
  if (items) return sizes[index] as number;
  const line = index + skipped;
  return textBytes(packed.messages.lengthAt(line)) + packed.heavyAt(line);
}
