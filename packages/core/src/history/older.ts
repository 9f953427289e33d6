/** Joining a page of older lines to what is held. Pure. */
import type { Page } from '../backends/source.js';
import type { DecodedLine } from '../entry.js';
import { align } from '../continuity/align.js';
import { runStart } from './bridge.js';

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
  const pageKeys = page.lines.map(key);
  const heldKeys = held.map(key);
  const start = runStart(pageKeys, heldKeys, 0);
  if (start >= 0) return page.lines.slice(0, start);
  if (align(pageKeys, heldKeys).overlap === page.lines.length) return [];
  if (oldest.time === undefined) return page.lines;
  const end = page.lines.findIndex((line) => line.time !== undefined && line.time >= (oldest.time as number));
  return end < 0 ? page.lines : page.lines.slice(0, end);
}
