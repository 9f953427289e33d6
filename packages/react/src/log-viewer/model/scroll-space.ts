/**
 * The scroll space: which rows the virtualizer sees, and how high everything else is.
 *
 * A browser limits an element's height (33.5 M px in Chromium, half of that in Firefox), and a virtualizer that knows
 * every row does work for every row. So it sees a window of rows at their true height; the rows before and after
 * take `scale` pixels each: their true height while that fits, less if it does not. Scrolling inside the window is
 * one to one; a jump with the scroll bar lands in proportion. The last of five million rows is as easy to reach as the first.
 */

/** The limits of the space. */
export interface SpaceLimits {
  /** Height of a row that has not been measured, in pixels. */
  readonly rowHeight: number;
  /** Rows in the window. */
  readonly windowRows: number;
  /** Total height in pixels. */
  readonly maxHeight: number;
}

/** Half of what the most limited current browser allows. */
export const SPACE_LIMITS: SpaceLimits = Object.freeze({
  rowHeight: 20,
  windowRows: 4_000,
  maxHeight: 8_000_000,
});

/** Rows `start … start + count − 1` are in the window; `before` and `after` are the pixels around it. */
export interface ScrollSpace {
  readonly total: number;
  readonly start: number;
  readonly count: number;
  readonly before: number;
  readonly after: number;
  /** Height of a row outside the window, in pixels. */
  readonly scale: number;
}

const clamp = (value: number, min: number, max: number): number =>
  Math.min(Math.max(value, min), Math.max(min, max));

/** The space whose window begins at `start`, or as near to it as there are rows. */
export function planSpace(total: number, start: number, limits: SpaceLimits = SPACE_LIMITS): ScrollSpace {
  const { rowHeight, windowRows, maxHeight } = limits;
  const count = Math.min(total, windowRows);
  const outside = total - count;
  const first = clamp(Math.floor(start), 0, outside);
  const room = clamp(maxHeight - count * rowHeight, 0, outside * rowHeight);
  const scale = outside === 0 ? rowHeight : room / outside;
  // In whole rows: the scroller moves by whole pixels of the screen, so rows at any other place would move by a part of one with each new line.
  const before = Math.round((first * scale) / rowHeight) * rowHeight;
  return { total, start: first, count, before, after: room - before, scale };
}

/** The space whose window has `row` in its middle. */
export function spaceAround(total: number, row: number, limits: SpaceLimits = SPACE_LIMITS): ScrollSpace {
  return planSpace(total, row - Math.min(total, limits.windowRows) / 2, limits);
}

/**
 * The space for a jump to `offset`: the row at the same fraction of the log is placed exactly there, so that the
 * scroller need not be moved, which would interfere with a drag of the scroll bar.
 */
export function spaceForOffset(
  total: number,
  offset: number,
  viewportHeight: number,
  limits: SpaceLimits = SPACE_LIMITS,
): ScrollSpace {
  const { rowHeight } = limits;
  const { count, scale } = planSpace(total, 0, limits);
  if (scale >= rowHeight) return spaceAround(total, offset / rowHeight, limits);
  const end = (total - count) * scale + count * rowHeight - viewportHeight;
  // Below the rows is a footer, and rows may be higher than planned.
  const at = clamp(offset, 0, end);
  const share = end <= 0 ? 0 : at / end;
  const row = share * Math.max(0, total - viewportHeight / rowHeight);
  return planSpace(total, Math.round((rowHeight * row - at) / (rowHeight - scale)), limits);
}

/** Whether rows `first … last` come so near to an edge of the window that it should be moved. */
export function nearsEdge(space: ScrollSpace, first: number, last: number): boolean {
  const margin = Math.min(200, Math.floor(space.count / 8));
  const end = space.start + space.count;
  return (space.start > 0 && first < space.start + margin) || (end < space.total && last > end - margin);
}
