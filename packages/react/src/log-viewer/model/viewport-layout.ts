/** Arithmetic of the viewport: where a row stands, which row stands at an offset. Pure; CSS pixels. */
import type { LogView } from '@tailrace/core';
import {
  nearsEdge,
  planSpace,
  SPACE_LIMITS,
  spaceAround,
  spaceForOffset,
  type ScrollSpace,
} from './scroll-space.js';

/** What the virtualizer knows of the rows in the window. */
export interface Geometry {
  /** From the first row of the window to its row `index`. */
  startOf(index: number): number;
  /** Index of the row in the window at `offset` from its first row. */
  indexAt(offset: number): number;
  /** Height of all rows in the window. */
  total(): number;
}

/** Rows that are all as high as one line. */
export function evenRows(count: () => number): Geometry {
  const { rowHeight } = SPACE_LIMITS;
  return {
    startOf: (index) => Math.min(Math.max(index, 0), count()) * rowHeight,
    indexAt: (offset) => Math.min(Math.max(Math.floor(offset / rowHeight), 0), Math.max(0, count() - 1)),
    total: () => count() * rowHeight,
  };
}

/** A row that stays where it is: `delta` pixels below the top of the viewport. */
export interface Anchor {
  readonly seq: number;
  readonly delta: number;
  /** What it stands in for, which has too little around it for its place; among other lines it may have enough. */
  readonly instead?: Anchor | undefined;
}

/** Everything the arithmetic needs. */
export interface ViewportFrame {
  readonly view: LogView;
  readonly space: ScrollSpace;
  /** Height of the scroller. */
  readonly height: number;
  /** Height of what stands above the first row (the "load older" strip). */
  readonly header: number;
}

/** Where the scroller has to be. */
export interface ScrollTarget {
  /** Height of the scrolled content. */
  readonly content: number;
  /** Offset of the window's first row. */
  readonly windowTop: number;
  readonly top: number;
  /** The anchor cannot come to its place: there is too little before or after it. */
  readonly cut: boolean;
}

/** Less of a row is not read. */
const SLIVER = SPACE_LIMITS.rowHeight / 2;

/** Air below the last line. */
export const FOOTER = 8;

/** Offset of the window's first row in the content. */
export function windowTop(frame: ViewportFrame): number {
  return frame.header + frame.space.before;
}

/** Where the scroller has to be: at the end, so that the anchor keeps its place, or at the top. */
export function scrollTarget(
  frame: ViewportFrame,
  geometry: Geometry,
  anchor: Anchor | 'end' | undefined,
): ScrollTarget {
  const top = windowTop(frame);
  const content = top + geometry.total() + frame.space.after + FOOTER;
  const end = Math.max(0, content - frame.height);
  if (anchor === 'end') return { content, windowTop: top, top: end, cut: false };
  if (anchor === undefined || frame.space.count === 0) return { content, windowTop: top, top: 0, cut: false };
  const index = frame.view.rowAtOrAfter(anchor.seq) - frame.space.start;
  const inside = Math.min(Math.max(index, 0), frame.space.count - 1);
  const wanted = top + geometry.startOf(inside) - deltaOf(anchor, inside, frame, geometry);
  const reached = Math.min(Math.max(wanted, 0), end);
  return { content, windowTop: top, top: reached, cut: reached !== wanted };
}

/** A line may have become lower, or be another one, so that it would be left above the sight: then its end is read. */
function deltaOf({ delta }: Anchor, index: number, frame: ViewportFrame, geometry: Geometry): number {
  const room = heightOf(frame.space.start + index, frame.space, geometry);
  return delta < SLIVER - 1 - room ? Math.min(0, frame.height - room) : delta;
}

/** What the viewport shows with the scroller at `top`, in a window that has room around it. */
export interface Sight {
  readonly anchor: Anchor | undefined;
  readonly space: ScrollSpace;
  readonly firstRow: number;
  readonly lastRow: number;
}

/**
 * The first row of which more than a sliver is in sight becomes the anchor: what is kept in its place is what is read. The window
 * moves when the sight comes near its edge.
 */
export function sightAt(frame: ViewportFrame, geometry: Geometry, top: number): Sight {
  const { view, space, height, header } = frame;
  if (space.count === 0) return { anchor: undefined, space, firstRow: 0, lastRow: 0 };
  const local = top - windowTop(frame);
  const below = local + height - geometry.total();
  const outside =
    (local < 0 && space.start > 0) || (below > FOOTER && space.start + space.count < space.total);
  if (outside) return jumpTo(frame, top - header);
  const first = geometry.indexAt(Math.max(0, local));
  const last = geometry.indexAt(Math.max(0, local + height));
  const firstRow = space.start + first;
  const lastRow = space.start + last;
  const sliver = first < last && geometry.startOf(first + 1) - local < SLIVER;
  const read = sliver ? first + 1 : first;
  const item = view.at(space.start + read);
  const anchor = item && { seq: item.seq, delta: geometry.startOf(read) - local };
  const moved = nearsEdge(space, firstRow, lastRow) ? spaceAround(space.total, firstRow) : space;
  return { anchor, space: moved, firstRow, lastRow };
}

/** A leap on the scroll bar, out of the window. */
function jumpTo(frame: ViewportFrame, offset: number): Sight {
  const { view, height } = frame;
  const space = spaceForOffset(frame.space.total, offset, height);
  const exact = space.start + (offset - space.before) / SPACE_LIMITS.rowHeight;
  const row = Math.min(Math.max(exact, space.start), space.start + space.count - 1);
  const firstRow = Math.floor(row);
  const item = view.at(firstRow);
  const anchor = item && { seq: item.seq, delta: (firstRow - row) * SPACE_LIMITS.rowHeight };
  return { anchor, space, firstRow, lastRow: Math.floor(row + height / SPACE_LIMITS.rowHeight) };
}

/** The height of a row, as far as it is known. */
export function heightOf(row: number, { start, count }: ScrollSpace, geometry: Geometry | undefined): number {
  const index = row - start;
  if (!geometry || index < 0 || index >= count) return SPACE_LIMITS.rowHeight;
  const end = index + 1 < count ? geometry.startOf(index + 1) : geometry.total();
  return Math.max(0, end - geometry.startOf(index)) || SPACE_LIMITS.rowHeight;
}

/** The first and the last row that can be seen whole, and the anchor that keeps them there. */
export interface RowsInSight {
  readonly first: number;
  readonly last: number;
  readonly anchor: Anchor | undefined;
}

/** The rows that can be seen whole with the scroller at `top`. */
export function rowsInSight(frame: ViewportFrame, geometry: Geometry | undefined, top: number): RowsInSight {
  if (!geometry || frame.view.length === 0) return { first: 0, last: -1, anchor: undefined };
  const { firstRow, lastRow, anchor, space } = sightAt(frame, geometry, top);
  const { start, count } = frame.space;
  // A leap on the scroll bar whose rows are not drawn yet.
  if (space !== frame.space && (firstRow < start || lastRow >= start + count))
    return { first: firstRow, last: lastRow, anchor };
  const local = top - windowTop(frame);
  const end = geometry.startOf(lastRow - start) + heightOf(lastRow, frame.space, geometry);
  const cutTop = geometry.startOf(firstRow - start) < local - 0.5;
  const cutBottom = end > local + frame.height + 0.5;
  return {
    first: Math.min(cutTop ? firstRow + 1 : firstRow, lastRow),
    last: Math.max(cutBottom ? lastRow - 1 : lastRow, firstRow),
    anchor,
  };
}

/** Rows that a window has beyond those in sight, so that it need not be moved with the next of them. */
const MARGIN = 20;

/** The window for another view: over the same lines as before, or around the anchor where that is no longer possible. */
export function movedSpace(before: ViewportFrame, view: LogView, anchor: Anchor | undefined): ScrollSpace {
  const startItem = before.view.at(before.space.start);
  const same = planSpace(view.length, startItem === undefined ? 0 : view.rowAtOrAfter(startItem.seq));
  const row = anchor === undefined ? 0 : view.rowAtOrAfter(anchor.seq);
  const margin = Math.ceil(before.height / SPACE_LIMITS.rowHeight) + MARGIN;
  const inside =
    (same.start === 0 || row >= same.start + margin) &&
    (same.start + same.count === same.total || row + margin <= same.start + same.count);
  return inside ? same : spaceAround(view.length, row);
}
