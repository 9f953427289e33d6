/** Finding, in rows read again from the server, the lines that belong into a gap. Pure. */
import type { DecodedLine } from '../entry.js';
import { isAnew } from './is-anew.js';

/** What stands on both sides of a gap, nearest lines first towards it. */
export interface GapSides<Raw> {
  /** Lines before the gap, oldest first. */
  readonly before: readonly DecodedLine<Raw>[];
  /** Lines after the gap, oldest first. */
  readonly after: readonly DecodedLine<Raw>[];
}

/** What the rows had to offer. */
export interface Bridge<Raw> {
  readonly lines: readonly DecodedLine<Raw>[];
  /** The row after them. */
  readonly next?: DecodedLine<Raw> | undefined;
  /** The rows begin at or before the line before the gap: nothing is missing in front of `lines`. */
  readonly meetsBefore: boolean;
  /** The rows reach the line after the gap. */
  readonly meetsAfter: boolean;
}

/**
 * Cuts the rows (oldest first, a contiguous stretch of the log) to what lies between the two sides. A side that holds
 * nothing cannot be met.
 */
export function bridge<Raw>(
  rows: readonly DecodedLine<Raw>[],
  sides: GapSides<Raw>,
  key: (line: DecodedLine<Raw>) => string,
): Bridge<Raw> {
  if (isAnew(rows, sides.after, key)) return { lines: [], meetsBefore: false, meetsAfter: false };
  const keys = rows.map(key);
  const last = sides.before.at(-1);
  const first = sides.after[0];
  let from = 0;
  let meetsBefore = false;
  if (last !== undefined && !isAnew(rows, sides.before, key)) {
    // Equal lines at the edge: as many copies as are held before the gap were delivered.
    const lastKey = key(last);
    let copies = trailingCopies(sides.before, key, lastKey);
    for (let at = 0; at < keys.length && copies > 0; at++) {
      if (keys[at] !== lastKey) continue;
      from = at + 1;
      meetsBefore = true;
      copies -= 1;
    }
  }
  let to = keys.length;
  let meetsAfter = false;
  let skipped = 0;
  if (first !== undefined) {
    const wanted = sides.after.map(key);
    const run = runStart(keys, wanted, from);
    // A line that came late may stand first after the gap, and the lines of a tick in another order than at the server.
    const later = run >= 0 ? undefined : laterRun(keys, wanted, from);
    const at = run >= 0 ? run : (later?.at ?? firstFound(keys, wanted, from));
    if (at >= 0) {
      to = at;
      meetsAfter = true;
      skipped = later?.skipped ?? 0;
    }
  }
  const { before, after } = sides;
  const lines = without(rows.slice(from, to), countOf(after.slice(0, skipped), key), key);
  const rest = { before, after: after.slice(skipped) };
  return { lines: withoutLate(lines, rest, rows[to], key), next: rows[to], meetsBefore, meetsAfter };
}

/** Lines after a gap that may stand elsewhere at the server. */
const SKIPPED = 50;

/** Where the rows go on as the lines after the gap do, but for the first of these. The line that it begins with is there once. */
function laterRun(
  keys: readonly string[],
  wanted: readonly string[],
  from: number,
): { readonly at: number; readonly skipped: number } | undefined {
  for (let skipped = 1; skipped < Math.min(wanted.length, SKIPPED); skipped++) {
    const at = runStart(keys, wanted.slice(skipped), from);
    if (at >= 0 && keys.indexOf(wanted[skipped] as string) === at) return { at, skipped };
  }
  return undefined;
}

function firstFound(keys: readonly string[], wanted: readonly string[], from: number): number {
  for (const one of wanted) {
    const at = keys.indexOf(one, from);
    if (at >= 0) return at;
  }
  return -1;
}

/** Lines that came late stand on a side of the gap, and yet among the rows between the sides. */
function withoutLate<Raw>(
  lines: readonly DecodedLine<Raw>[],
  { before, after }: GapSides<Raw>,
  next: DecodedLine<Raw> | undefined,
  key: (line: DecodedLine<Raw>) => string,
): readonly DecodedLine<Raw>[] {
  const start = before.at(-1)?.time ?? Number.POSITIVE_INFINITY;
  const end = next?.time ?? Number.POSITIVE_INFINITY;
  const late = [
    ...before.filter(({ time }) => time !== undefined && time > start),
    ...after.filter(({ time }) => time !== undefined && time < end),
  ];
  return without(lines, countOf(late, key), key);
}

/** How often each of the lines is there, by its key. */
function countOf<Raw>(
  lines: readonly DecodedLine<Raw>[],
  key: (line: DecodedLine<Raw>) => string,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(key(line), (counts.get(key(line)) ?? 0) + 1);
  return counts;
}

/** The lines without so many copies of each key. */
function without<Raw>(
  lines: readonly DecodedLine<Raw>[],
  counts: Map<string, number>,
  key: (line: DecodedLine<Raw>) => string,
): readonly DecodedLine<Raw>[] {
  if (counts.size === 0) return lines;
  return lines.filter((line) => {
    const copies = counts.get(key(line)) ?? 0;
    if (copies > 0) counts.set(key(line), copies - 1);
    return copies === 0;
  });
}

/** Copies of `wanted` among the lines before the gap that share its tick. */
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

/** Where `run` begins in `keys`: the last place, not before `from`, from which all that can be compared agrees. −1: nowhere. */
export function runStart(keys: readonly string[], run: readonly string[], from: number): number {
  for (let at = keys.length - 1; at >= from; at--) {
    if (keys[at] !== run[0]) continue;
    const length = Math.min(run.length, keys.length - at);
    let equal = 1;
    while (equal < length && keys[at + equal] === run[equal]) equal += 1;
    if (equal === length) return at;
  }
  return -1;
}
