import type { DecodedLine } from '../entry.js';

/** Whether a line certainly precedes a row. Without ids, lines with equal timestamps may be several lines, so their order proves nothing. */
export function isBefore(line: DecodedLine, row: DecodedLine): boolean {
  const exact = line.id !== undefined && row.id !== undefined;
  if (line.time === undefined || row.time === undefined) return exact;
  if (line.time !== row.time) return line.time < row.time;
  return exact || isFinerBefore(line.timestamp, row.timestamp);
}

/** The same for timestamps of one millisecond, by the digits beyond it: as text, if only the fractions of a second differ. */
function isFinerBefore(one = '', other = ''): boolean {
  const [seconds] = one.split('.');
  return one.length === other.length && seconds === other.split('.')[0] && one < other;
}
