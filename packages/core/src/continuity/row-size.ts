/** Finds REST rows that a live stream would have left out because of their size. */
import type { DecodedLine } from '../entry.js';
import { weigh } from '../lib/weigh.js';
import { utf8Length } from '../transports/utf8-length.js';

/** Maximum number of bytes for one UTF-16 unit in JSON: `\u0000`. */
const WORST = 6;

/** A generous estimate of the bytes for the other fields of an ordinary row. */
const FIELDS = 4_096;

/**
 * The size of a row as JSON in bytes, if it is more than `max`; otherwise undefined. Only rows that may be too large are serialised to
 * be measured.
 */
export function rowSize(row: DecodedLine, max: number): number | undefined {
  // `weigh` counts two bytes per character.
  if ((weigh(row.raw) / 2) * WORST + FIELDS <= max) return undefined;
  const bytes = measure(row);
  return bytes > max ? bytes : undefined;
}

function measure(row: DecodedLine): number {
  try {
    return utf8Length(JSON.stringify(row.raw) ?? row.message);
  } catch {
    return weigh(row.raw); // nested too deeply to be serialised
  }
}
