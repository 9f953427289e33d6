/** Where the lines in sight stand, before and after something that nobody who reads must notice. */
import type { ViewerPage } from './viewer-page.js';

/** What is in sight at a moment. */
export interface Sight {
  readonly places: ReadonlyMap<number, number>;
  /** Of the lines' part of the viewer. */
  readonly height: number;
  /** The end is followed. */
  readonly following: boolean;
  /** Among the lines are rows that come and go with others: gaps, and what tells of lines that left or are hidden. */
  readonly mixed: boolean;
}

/** What is in sight. */
export function sightOf(page: ViewerPage): Sight {
  return {
    places: new Map(page.inSight().map((seq) => [seq, page.placeOf(seq)])),
    height: page.viewport.clientHeight,
    following: page.viewport.hasAttribute('data-following'),
    mixed: ['trimmed', 'gap', 'separator'].some((part) => page.part(part)),
  };
}

/** At the end of the log there may be too little after the lines for their place, and where there is less room it may be another. */
const mayMove = (page: ViewerPage, before: Sight): boolean =>
  page.fromEnd() <= 1 || page.viewport.clientHeight !== before.height;

/** The lines that moved, though they are still in sight and the end is not followed. Where a row came or went amid them, one has to stay. */
export function movedLines(page: ViewerPage, before: Sight): readonly string[] {
  if (mayMove(page, before) || page.viewport.hasAttribute('data-following')) return [];
  const now = sightOf(page);
  const after = [...now.places].filter(([seq]) => before.places.has(seq));
  if (before.places.size > 0 && now.places.size > 0 && after.length === 0)
    return ['nothing that was in sight still is'];
  const moved = after.filter(([seq, top]) => Math.abs((before.places.get(seq) ?? top) - top) > 1);
  if ((before.mixed || now.mixed) && moved.length < after.length) return [];
  return moved.map(([seq, top]) => `${seq} moved from ${before.places.get(seq)} to ${top}`);
}

/** What is wrong with the place of a line that was opened under the hand, and was in sight. Where the end was followed, it moves into sight. */
export function wrongPlace(page: ViewerPage, before: Sight, seq: number): readonly string[] {
  const top = before.places.get(seq);
  if (top === undefined || before.following || mayMove(page, before)) return [];
  const now = page.row(seq) && page.placeOf(seq);
  return now !== undefined && Math.abs(now - top) <= 1 ? [] : [`${seq} moved from ${top} to ${now}`];
}
