/** Where the lines in sight stand, before and after something came that nobody who reads must notice. */
import type { ViewerPage } from './viewer-page.js';

/** Where the lines in sight stand; none while the end is followed. */
export function placesOf(page: ViewerPage): ReadonlyMap<number, number> {
  if (page.viewport.hasAttribute('data-following')) return new Map();
  return new Map(page.inSight().map((seq) => [seq, page.placeOf(seq)]));
}

/**
 * The lines that moved, though they are still in sight. Where a row came into being amid them, one has to stay. At the end of the log
 * there may be too little after them for their place.
 */
export function movedLines(page: ViewerPage, before: ReadonlyMap<number, number>): readonly string[] {
  if (page.fromEnd() <= 1) return [];
  const places = placesOf(page);
  const after = [...places].filter(([seq]) => before.has(seq));
  if (before.size > 0 && places.size > 0 && after.length === 0) return ['nothing that was in sight still is'];
  const moved = after.filter(([seq, top]) => Math.abs((before.get(seq) ?? top) - top) > 1);
  const between = page.part('trimmed') ?? page.part('gap');
  if (between && moved.length < after.length) return [];
  return moved.map(([seq, top]) => `${seq} moved from ${before.get(seq)} to ${top}`);
}
