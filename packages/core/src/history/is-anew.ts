import { isNewer } from '../continuity/delivered-lines.js';
import type { DecodedLine } from '../entry.js';

/** The server counts from the start again: it has ids of the lines that are held, and all of them on lines that were written later. */
export function isAnew<Raw>(
  rows: readonly DecodedLine<Raw>[],
  held: readonly DecodedLine<Raw>[],
  key: (line: DecodedLine<Raw>) => string,
): boolean {
  const times = new Map(held.map((line) => [key(line), line.time]));
  const known = rows.filter((row) => times.has(key(row)));
  return known.length > 0 && known.every((row) => isNewer(row.time, times.get(key(row))));
}
