import { isNewer } from '../continuity/delivered-lines.js';
import type { DecodedLine } from '../entry.js';

/** All that is needed of a line besides its key. */
export type TimedLine = Pick<DecodedLine, 'time'>;

/** Whether the server's ids have started again: it has ids of held lines, but all of them on lines written later. */
export function isAnew<Line extends TimedLine>(
  rows: readonly Line[],
  held: readonly Line[],
  key: (line: Line) => string,
): boolean {
  const times = new Map(held.map((line) => [key(line), line.time]));
  let anew = false;
  for (const row of rows) {
    const name = key(row);
    if (!times.has(name)) continue;
    if (!isNewer(row.time, times.get(name))) return false;
    anew = true;
  }
  return anew;
}
