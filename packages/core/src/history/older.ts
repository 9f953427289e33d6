/** Joins a page of older lines to the lines held. Pure. */
import { align } from '../continuity/align.js';
import type { DecodedLine } from '../entry.js';
import { runStart } from './bridge.js';
import { isAnew } from './is-anew.js';
import { withoutHeld } from './without-held.js';

/** Number of the oldest lines held with which a page is aligned. */
export const HELD_HEAD = 1_000;

/**
 * The `lines` of a page that precede the lines held. A page may overlap them; if the two do not meet, time decides, and lines of the
 * same millisecond as the oldest one held precede it, unless they are held, too. `all`: also the lines held after the next gap. `isTail`:
 * the page ends with the newest line of the log, so that it repeats the lines held, unless many lines were written meanwhile. undefined:
 * nothing tells whether it precedes them.
 */
export function linesBefore<Raw>(
  lines: readonly DecodedLine<Raw>[],
  held: readonly DecodedLine<Raw>[],
  key: (line: DecodedLine<Raw>) => string,
  all = held,
  isTail = false,
): readonly DecodedLine<Raw>[] | undefined {
  const oldest = held[0];
  if (!oldest) return lines;
  if (isAnew(lines, held, key)) return [];
  const isOlder = placesBefore(lines, held, oldest, key, isTail);
  if (!isOlder) return undefined;
  const timed = all.filter(({ time }) => time !== undefined);
  // From the end: of equal lines, those held are the last.
  const last = lines.length - 1;
  return [...withoutHeld([...lines].reverse(), (at) => isOlder[last - at], timed, key)].reverse();
}

/** Tells for each line of a page whether its place is before the lines held. */
function placesBefore<Raw>(
  lines: readonly DecodedLine<Raw>[],
  held: readonly DecodedLine<Raw>[],
  { time }: DecodedLine<Raw>,
  key: (line: DecodedLine<Raw>) => string,
  isTail: boolean,
): readonly boolean[] | undefined {
  const keys = lines.map(key);
  const heldKeys = held.map(key);
  const start = runStart(keys, heldKeys, 0);
  if (start >= 0) return lines.map((_, at) => at < start);
  if (align(keys, heldKeys).overlap === lines.length) return [];
  // If late lines are at other places on the server, align by the first line itself; of equal ones, as many as are held.
  const isFirst = (one: string): boolean => one === heldKeys[0];
  const copies = keys.flatMap((one, at) => (isFirst(one) ? [at] : []));
  const mark = copies.slice(-heldKeys.filter(isFirst).length)[0];
  if (mark !== undefined)
    return lines.map((line, at) =>
      time === undefined || line.time === undefined ? at < mark : line.time <= time,
    );
  if (isTail && time === undefined) return undefined;
  const end = lines.findIndex((line) => time !== undefined && line.time !== undefined && line.time > time);
  // A page that begins in the tick of the first line and goes beyond it, without that line, begins after it.
  if (end > 0 && lines[0]?.time === time) return [];
  return lines.map((_, at) => end < 0 || at < end);
}
