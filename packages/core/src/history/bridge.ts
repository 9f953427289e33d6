/** Finds the missing lines of a gap in rows read from the server again. Pure. */
import type { DecodedLine } from '../entry.js';
import { isAnew } from './is-anew.js';
import { withoutHeld } from './without-held.js';

/** The lines on both sides of a gap. */
export interface GapSides<Raw> {
  /** Lines before the gap, oldest first. */
  readonly before: readonly DecodedLine<Raw>[];
  /** Lines after the gap, oldest first. */
  readonly after: readonly DecodedLine<Raw>[];
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
export function bridge<Raw>(
  rows: readonly DecodedLine<Raw>[],
  sides: GapSides<Raw>,
  key: (line: DecodedLine<Raw>) => string,
): Bridge<Raw> {
  const { after } = sides;
  if (isAnew(rows, after, key)) return { lines: [], meetsBefore: false, meetsAfter: false };
  const before = isAnew(rows, sides.before, key) ? [] : sides.before;
  const keys = rows.map(key);
  const wanted = after.map(key);
  const from = endOf(before, keys, key);
  const run = runStart(keys, wanted, from);
  // Late lines may be among those after the gap, and lines with equal timestamps may be in another order than on the server.
  const isScattered = run < 0;
  const place = isScattered
    ? (lastPlace(keys, wanted.slice(0, SCATTERED), from) ?? lastPlace(keys, wanted, from))
    : run;
  const to = place ?? rows.length;
  const next = rows[to];
  const start = before.at(-1)?.time ?? Number.POSITIVE_INFINITY;
  const end = next?.time ?? Number.POSITIVE_INFINITY;
  const held = [
    ...before.filter(({ time }) => time !== undefined && time >= start),
    ...after.filter(({ time }) => isScattered || (time !== undefined && time <= end)),
  ];
  const lines = withoutHeld(rows, (at) => at >= from && at < to, held, key);
  return { lines, next, meetsBefore: from > 0, meetsAfter: next !== undefined };
}

/** Index after the last of the lines before the gap; 0 if the rows do not have it. */
function endOf<Raw>(
  before: readonly DecodedLine<Raw>[],
  keys: readonly string[],
  key: (line: DecodedLine<Raw>) => string,
): number {
  const edge = before.at(-1);
  if (edge === undefined) return 0;
  const run = runStart([...keys].reverse(), before.map(key).reverse(), 0);
  if (run >= 0) return keys.length - run;
  const last = key(edge);
  const places = keys.flatMap((one, at) => (one === last ? [at] : []));
  // Equal lines at the edge: as many copies as are held before the gap were delivered.
  return (places.slice(0, trailingCopies(before, key, last)).at(-1) ?? -1) + 1;
}

/** Index of the last of these keys, if it is not before `from`. */
function lastPlace(keys: readonly string[], some: readonly string[], from: number): number | undefined {
  const wanted = new Set(some);
  const last = keys.map((one) => wanted.has(one)).lastIndexOf(true);
  return last < from ? undefined : last;
}

/** How many lines after a gap may be at another place on the server. A missing line between them there was missed before they arrived. */
const SCATTERED = 50;

/** Number of copies of `wanted` among the lines before the gap with the same timestamp. */
function trailingCopies<Raw>(
  before: readonly DecodedLine<Raw>[],
  key: (line: DecodedLine<Raw>) => string,
  wanted: string,
): number {
  const tick = before.at(-1)?.timestamp;
  let copies = 0;
  for (let at = before.length - 1; at >= 0 && before[at]?.timestamp === tick; at--)
    if (key(before[at] as DecodedLine<Raw>) === wanted) copies += 1;
  return copies;
}

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
