/** Arithmetic of the viewport: the offset of a row, and the row at an offset. Pure; CSS pixels. */
import type { LogView } from '@tailrace/core';
import {
  nearsEdge,
  planSpace,
  SPACE_LIMITS,
  spaceAround,
  spaceForOffset,
  type ScrollSpace,
} from './scroll-space.js';

/** The positions of the rows in the window. */
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
  /** Moves up as far as it must so that all of the row is visible, also while it grows. */
  readonly whole?: boolean;
  /** The original anchor that this one substitutes, because there are too few lines around it; with other lines there may be enough. */
  readonly instead?: Anchor | undefined;
}

/** The input of the arithmetic. */
export interface ViewportFrame {
  readonly view: LogView;
  readonly space: ScrollSpace;
  /** Height of the scroller. */
  readonly height: number;
  /** Height of the "load older" strip above the first row. */
  readonly header: number;
}

/** The scroll position to set. */
export interface ScrollTarget {
  /** Height of the scrolled content. */
  readonly content: number;
  /** Offset of the window's first row. */
  readonly windowTop: number;
  readonly top: number;
  /** The anchor cannot be put at its position, because there is too little content before or after it. */
  readonly cut: boolean;
}

/** If less than this of a row is visible, it does not count as being read. */
const SLIVER = SPACE_LIMITS.rowHeight / 2;

/** Space below the last line. */
export const FOOTER = 8;

/** Offset of the window's first row in the content. */
export function windowTop(frame: ViewportFrame): number {
  return frame.header + frame.space.before;
}

/** The scroll position: at the end, or such that the anchor keeps its position, or at the top. */
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

/** If the anchor's row is now lower, or another row, it could end above the visible area: then its end is kept visible. */
function deltaOf({ delta, whole }: Anchor, index: number, frame: ViewportFrame, geometry: Geometry): number {
  const room = heightOf(frame.space.start + index, frame.space, geometry);
  if (whole) return Math.min(delta, Math.max(0, frame.height - room));
  return delta < SLIVER - 1 - room ? Math.min(0, frame.height - room) : delta;
}

/** What the viewport shows at a scroll position, in a window with room around it. */
export interface Sight {
  readonly anchor: Anchor | undefined;
  readonly space: ScrollSpace;
  readonly firstRow: number;
  readonly lastRow: number;
}

/**
 * The first row of which more than a sliver is visible becomes the anchor, so that what is being read keeps its position. The window
 * moves when the visible rows come near its edge.
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

/** A leap with the scroll bar to outside the window. */
function jumpTo(frame: ViewportFrame, offset: number): Sight {
  const { view, height } = frame;
  const space = spaceForOffset(frame.space.total, offset, height);
  const exact = space.start + (offset - space.before) / SPACE_LIMITS.rowHeight;
  const row = Math.min(Math.max(exact, space.start), space.start + space.count - 1);
  const firstRow = Math.floor(row);
  // The first row of which more than a sliver is visible: one that is hidden further would be pulled into sight.
  const read = Math.round(row);
  const item = view.at(read);
  const anchor = item && { seq: item.seq, delta: (read - row) * SPACE_LIMITS.rowHeight };
  return { anchor, space, firstRow, lastRow: Math.floor(row + height / SPACE_LIMITS.rowHeight) };
}

/** The height of a row, as far as it is known. */
export function heightOf(row: number, { start, count }: ScrollSpace, geometry: Geometry | undefined): number {
  const index = row - start;
  if (!geometry || index < 0 || index >= count) return SPACE_LIMITS.rowHeight;
  const end = index + 1 < count ? geometry.startOf(index + 1) : geometry.total();
  return Math.max(0, end - geometry.startOf(index)) || SPACE_LIMITS.rowHeight;
}

/** The first and the last fully visible row, and the anchor that keeps them there. */
export interface RowsInSight {
  readonly first: number;
  readonly last: number;
  readonly anchor: Anchor | undefined;
}

/** The fully visible rows at scroll position `top`. */
export function rowsInSight(frame: ViewportFrame, geometry: Geometry | undefined, top: number): RowsInSight {
  if (!geometry || frame.view.length === 0) return { first: 0, last: -1, anchor: undefined };
  const { firstRow, lastRow, anchor, space } = sightAt(frame, geometry, top);
  const { start, count } = frame.space;
  // After a leap with the scroll bar, the rows may not be drawn yet.
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

/** Number of rows that a window has beyond the visible ones, so that it need not be moved for each of them. */
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
