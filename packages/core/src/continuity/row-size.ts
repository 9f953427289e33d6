/** Finding the rows of REST that a live stream would have left out for their size. */
import type { DecodedLine } from '../entry.js';
import { weigh } from '../lib/weigh.js';
import { utf8Length } from '../transports/utf8-length.js';

/** Bytes that one UTF-16 unit takes in JSON at most: `\u0000`. */
const WORST = 6;

/** What the other fields of an ordinary row take, with room to spare. */
const FIELDS = 4_096;

/**
 * Bytes of a row as JSON, if they are more than `max`; else undefined. Only a row that may be too large is written out to
 * be measured.
 */
export function rowSize(row: DecodedLine, max: number): number | undefined {
  // Two bytes a character are what `weigh` counts.
  if ((weigh(row.raw) / 2) * WORST + FIELDS <= max) return undefined;
  const bytes = measure(row);
  return bytes > max ? bytes : undefined;
}

function measure(row: DecodedLine): number {
  try {
    return utf8Length(JSON.stringify(row.raw) ?? row.message);
  } catch {
    return weigh(row.raw); // nested too deep to be written out
  }
}
