/** Joining a page of older lines to what is held. Pure. */
import type { Page } from '../backends/source.js';
import type { DecodedLine } from '../entry.js';
import { align } from '../continuity/align.js';
import { runStart } from './bridge.js';
import { isAnew } from './is-anew.js';

/** Lines at the front of what is held that a page is laid against. */
export const HELD_HEAD = 1_000;

/**
 * The lines of a page that come before what is held. A page may overlap it; where the two do not meet, time decides, and
 * lines of the same millisecond as the oldest held count as held.
 */
export function linesBefore<Raw>(
  page: Page<Raw>,
  held: readonly DecodedLine<Raw>[],
  key: (line: DecodedLine<Raw>) => string,
): readonly DecodedLine<Raw>[] {
  const oldest = held[0];
  if (!oldest) return page.lines;
  if (isAnew(page.lines, held, key)) return [];
  return withoutLate(linesBeforeFirst(page, held, oldest, key), held, oldest, key);
}

/** Lines that came late stand behind the first one that is held, and yet before it at the server. */
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

/** Lines of one tick that are not held: older ones, and those that came too late to be told from them. */
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
  // Where late lines stand elsewhere there than here, the first line itself is the mark: of equal ones, as many as are held.
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
