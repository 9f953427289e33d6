/** What items are taken to hold of memory: bounds in bytes count with it. */
import type { DecodedLine, LogItem } from '../entry.js';
import { weigh } from '../lib/weigh.js';
import type { Chunk } from './chunk.js';

/** Bytes of a gap, and of a line without its text. */
export const GAP_BYTES = 200;
const LINE_BYTES = 240;

/** What the server's object holds beside the message counts from here on; below, the bytes of a line allow for it. */
const NOTICED_BYTES = 1_024;

/** Bytes that a message of so many characters takes at two bytes each, the engine's worst case, with its line. */
export function textBytes(length: number): number {
  return LINE_BYTES + length * 2;
}

/** Bytes that the server's object of a line keeps alive beside its message, where they are worth noticing. */
function rawBytes(line: DecodedLine): number {
  if (typeof line.raw !== 'object') return 0;
  const bytes = weigh(line.raw) - line.message.length * 2;
  return bytes > NOTICED_BYTES ? bytes : 0;
}

/** Bytes a line is taken to hold with all it keeps alive. */
export function lineBytes(line: DecodedLine): number {
  return textBytes(line.message.length) + rawBytes(line);
}

/** Bytes an item is taken to hold with all it keeps alive. */
export function estimateBytes(item: LogItem): number {
  return item.kind === 'gap' ? GAP_BYTES : lineBytes(item);
}

/** Bytes of a line that comes after another: several of one payload may share its object, and the first bears it. */
export function bytesAfter(line: DecodedLine, before: unknown): number {
  return line.raw === before ? textBytes(line.message.length) : lineBytes(line);
}

/** Bytes of the item at `index` of a chunk, as they were when it came; nothing is looked at anew. */
export function bytesAt({ items, sizes, packed, skipped }: Chunk, index: number): number {
  if (items) return sizes[index] as number;
  const line = index + skipped;
  return textBytes(packed.messages.lengthAt(line)) + packed.heavyAt(line);
}
