/** Where the lines in sight stand, before and after something came that nobody who reads must notice. */
import type { ViewerPage } from './viewer-page.js';

/** Where the lines in sight stand. */
export function placesOf(page: ViewerPage): ReadonlyMap<number, number> {
  return new Map(page.inSight().map((seq) => [seq, page.placeOf(seq)]));
}

/**
 * The lines that moved, though they are still in sight and the end is not followed. Where a row came into being amid them, one has to stay. At the end of the log
 * there may be too little after them for their place.
 */
export function movedLines(page: ViewerPage, before: ReadonlyMap<number, number>): readonly string[] {
  if (page.fromEnd() <= 1 || page.viewport.hasAttribute('data-following')) return [];
  const places = placesOf(page);
  const after = [...places].filter(([seq]) => before.has(seq));
  if (before.size > 0 && places.size > 0 && after.length === 0) return ['nothing that was in sight still is'];
  const moved = after.filter(([seq, top]) => Math.abs((before.get(seq) ?? top) - top) > 1);
  const between = page.part('trimmed') ?? page.part('gap');
  if (between && moved.length < after.length) return [];
  return moved.map(([seq, top]) => `${seq} moved from ${before.get(seq)} to ${top}`);
}

/** What is wrong with the place of a line that was opened under the hand, and was in sight. */
export function wrongPlace(
  page: ViewerPage,
  before: ReadonlyMap<number, number>,
  seq: number,
): readonly string[] {
  const top = before.get(seq);
  if (top === undefined || page.fromEnd() <= 1) return [];
  const now = page.row(seq) && page.placeOf(seq);
  return now !== undefined && Math.abs(now - top) <= 1 ? [] : [`${seq} moved from ${top} to ${now}`];
}
