/** Finding, in rows read again from the server, the lines that belong into a gap. Pure. */
import type { DecodedLine } from '../entry.js';

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
  const keys = rows.map(key);
  const last = sides.before.at(-1);
  const first = sides.after[0];
  let from = 0;
  let meetsBefore = false;
  if (last !== undefined) {
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
  if (first !== undefined) {
    const run = runStart(keys, sides.after.map(key), from);
    // REST and the live stream may order a tick differently; then the first line that is found has to do.
    const at = run >= 0 ? run : firstFound(keys, sides.after.map(key), from);
    if (at >= 0) {
      to = at;
      meetsAfter = true;
    }
  }
  const lines = rows.slice(from, to);
  return { lines: withoutLate(lines, sides, rows[to], key), meetsBefore, meetsAfter };
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
  const late = new Map<string, number>();
  const note = (line: DecodedLine<Raw>): void => void late.set(key(line), (late.get(key(line)) ?? 0) + 1);
  for (const line of before) if (line.time !== undefined && line.time > start) note(line);
  for (const line of after) if (line.time !== undefined && line.time < end) note(line);
  if (late.size === 0) return lines;
  return lines.filter((line) => {
    const copies = late.get(key(line)) ?? 0;
    if (copies > 0) late.set(key(line), copies - 1);
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
