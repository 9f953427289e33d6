import type { DecodedLine } from '../entry.js';

/** Whether a line certainly precedes a row. Without ids, lines with equal timestamps may be several lines, so their order proves nothing. */
export function isBefore(line: DecodedLine, row: DecodedLine): boolean {
  const exact = line.id !== undefined && row.id !== undefined;
  if (line.time === undefined || row.time === undefined) return exact;
  return exact ? line.time <= row.time : line.time < row.time;
}
