/** Finds the missing lines of a gap in rows read from the server again. Pure. */
import type { DecodedLine } from '../entry.js';
import { isAnew, type TimedLine } from './is-anew.js';
import { withoutHeld } from './without-held.js';

/** The lines on both sides of a gap. */
export interface GapSides<Held> {
  /** Lines before the gap, oldest first. */
  readonly before: readonly Held[];
  /** Lines after the gap, oldest first. */
  readonly after: readonly Held[];
}

/** What was found in the rows. */
export interface Bridge<Raw> {
  readonly lines: readonly DecodedLine<Raw>[];
  /** The row after them. */
  readonly next?: DecodedLine<Raw> | undefined;
  /** The rows include the line before the gap: nothing is missing before `lines`. */
  readonly meetsBefore: boolean;
  /** The rows reach the line after the gap. */
  readonly meetsAfter: boolean;
}

/**
 * Cuts the rows (oldest first, a contiguous part of the log) to those between the two sides. A side without lines
 * cannot be met.
 */
export function bridge<Raw, Held extends TimedLine>(
  rows: readonly (DecodedLine<Raw> & NoInfer<Held>)[],
  sides: NoInfer<GapSides<Held>>,
  key: (line: Held) => string,
): Bridge<Raw> {
  const { after } = sides;
  if (isAnew(rows, after, key)) return { lines: [], meetsBefore: false, meetsAfter: false };
  const before = isAnew(rows, sides.before, key) ? [] : sides.before;
  const keys = rows.map(key);
  const wanted = after.map(key);
  const edge = before.at(-1);
  // Late lines may be among those of a side, and lines with equal timestamps may be in another order than on the server.
  const back = runStart([...keys].reverse(), before.map(key).reverse(), 0);
  const scattered = edge ? keys.indexOf(key(edge)) + 1 : 0;
  const from = back < 0 ? scattered : keys.length - back;
  const run = runStart(keys, wanted, from);
  const place =
    run < 0 ? (lastPlace(keys, wanted.slice(0, SCATTERED), from) ?? lastPlace(keys, wanted, from)) : run;
  const to = place ?? rows.length;
  const next = rows[to];
  const isTimed = ({ time }: TimedLine): boolean => time !== undefined;
  const held = [
    ...(back < 0 && from > 0 ? before : before.filter(isTimed)),
    ...(run < 0 ? after : after.filter(isTimed)),
  ];
  const lines = withoutHeld(rows, (at) => at >= from && at < to, held, key);
  return { lines, next, meetsBefore: from > 0, meetsAfter: next !== undefined };
}

/** Index of the last of these keys, if it is not before `from`. */
function lastPlace(keys: readonly string[], some: readonly string[], from: number): number | undefined {
  const wanted = new Set(some);
  const last = keys.map((one) => wanted.has(one)).lastIndexOf(true);
  return last < from ? undefined : last;
}

/** How many lines after a gap may be at another place on the server. A missing line between them there was missed before they arrived. */
const SCATTERED = 50;

/**
 * Where `run` begins in `keys`, at or after `from`: where the most of it can be compared, and all that can be is equal; of several such
 * places the last. −1 if there is none.
 */
export function runStart(keys: readonly string[], run: readonly string[], from: number): number {
  let start = -1;
  for (let at = keys.length - 1; at >= from; at--) {
    if (keys[at] !== run[0]) continue;
    const length = Math.min(run.length, keys.length - at);
    let equal = 1;
    while (equal < length && keys[at + equal] === run[equal]) equal += 1;
    if (equal < length) continue;
    start = at;
    if (length === run.length) break;
  }
  return start;
}
