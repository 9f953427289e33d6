import type { DecodedLine } from '../entry.js';

/** Whether a line stands before a row for certain. Without ids, equal lines of one tick may be several: their order there tells nothing. */
export function isBefore(line: DecodedLine, row: DecodedLine): boolean {
  const exact = line.id !== undefined && row.id !== undefined;
  if (line.time === undefined || row.time === undefined) return exact;
  return exact ? line.time <= row.time : line.time < row.time;
}
