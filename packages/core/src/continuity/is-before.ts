import type { DecodedLine } from '../entry.js';
import { isEarlierInTick } from '../lib/tick-order.js';

/** Whether a line certainly precedes a row. Without ids, lines with equal timestamps may be several lines, so their order proves nothing. */
export function isBefore(line: DecodedLine, row: DecodedLine): boolean {
  const exact = line.id !== undefined && row.id !== undefined;
  if (line.time === undefined || row.time === undefined) return exact;
  if (line.time !== row.time) return line.time < row.time;
  return exact || isEarlierInTick(line.timestamp, row.timestamp);
}
