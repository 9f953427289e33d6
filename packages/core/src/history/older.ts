/** Joins a page of older lines to the lines held. Pure. */
import type { Page } from '../backends/source.js';
import type { DecodedLine } from '../entry.js';
import { align } from '../continuity/align.js';
import { runStart } from './bridge.js';
import { isAnew } from './is-anew.js';

/** Number of the oldest lines held with which a page is aligned. */
export const HELD_HEAD = 1_000;

/**
 * The lines of a page that precede the lines held. A page may overlap them; if the two do not meet, time decides, and
 * lines of the same millisecond as the oldest one held count as held. `all`: also the lines held after the next gap.
 */
export function linesBefore<Raw>(
  page: Page<Raw>,
  held: readonly DecodedLine<Raw>[],
  key: (line: DecodedLine<Raw>) => string,
  all = held,
): readonly DecodedLine<Raw>[] {
  const oldest = held[0];
  if (!oldest) return page.lines;
  if (isAnew(page.lines, held, key)) return [];
  return withoutLate(linesBeforeFirst(page, held, oldest, key), all, oldest, key);
}

/** Removes late lines: they are held after the first line, although the server has them before it. */
function withoutLate<Raw>(
  lines: readonly DecodedLine<Raw>[],
  held: readonly DecodedLine<Raw>[],
  { time = Number.NEGATIVE_INFINITY }: DecodedLine<Raw>,
  key: (line: DecodedLine<Raw>) => string,
): readonly DecodedLine<Raw>[] {
  const late = new Map<string, number>();
  for (const line of held)
    if (line.time !== undefined && line.time < time) late.set(key(line), (late.get(key(line)) ?? 0) + 1);
  if (late.size === 0) return lines;
  return lines.filter((line) => {
    const copies = late.get(key(line)) ?? 0;
    late.set(key(line), copies - 1);
    return copies <= 0;
  });
}

function olderThan<Raw>(tick: number, lines: readonly DecodedLine<Raw>[]): readonly DecodedLine<Raw>[] {
  return lines.filter((line) => line.time === undefined || line.time < tick);
}

/** Lines of one tick (with equal timestamps) that are not held: older ones, and late ones that cannot be told from them. */
function notHeldOf<Raw>(
  tick: number,
  lines: readonly DecodedLine<Raw>[],
  held: readonly DecodedLine<Raw>[],
  key: (line: DecodedLine<Raw>) => string,
): readonly DecodedLine<Raw>[] {
  const copies = new Map<string, number>();
  for (const line of held) copies.set(key(line), (copies.get(key(line)) ?? 0) + 1);
  return lines.filter((line) => {
    if (line.time !== tick) return false;
    const left = copies.get(key(line)) ?? 0;
    copies.set(key(line), left - 1);
    return left <= 0;
  });
}

function linesBeforeFirst<Raw>(
  page: Page<Raw>,
  held: readonly DecodedLine<Raw>[],
  oldest: DecodedLine<Raw>,
  key: (line: DecodedLine<Raw>) => string,
): readonly DecodedLine<Raw>[] {
  const pageKeys = page.lines.map(key);
  const heldKeys = held.map(key);
  const start = runStart(pageKeys, heldKeys, 0);
  if (start >= 0) return page.lines.slice(0, start);
  if (align(pageKeys, heldKeys).overlap === page.lines.length) return [];
  // If late lines are at other places on the server, align by the first line itself; of equal ones, as many as are held.
  const first = heldKeys[0] as string;
  const copies = pageKeys.flatMap((one, at) => (one === first ? [at] : []));
  const mark = copies.at(-heldKeys.filter((one) => one === first).length);
  if (mark !== undefined)
    return oldest.time === undefined
      ? page.lines.slice(0, mark)
      : [...olderThan(oldest.time, page.lines), ...notHeldOf(oldest.time, page.lines, held, key)];
  if (oldest.time === undefined) return page.lines;
  const end = page.lines.findIndex((line) => line.time !== undefined && line.time >= (oldest.time as number));
  return end < 0 ? page.lines : page.lines.slice(0, end);
}
