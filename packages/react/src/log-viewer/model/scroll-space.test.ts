import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  nearsEdge,
  planSpace,
  SPACE_LIMITS,
  spaceAround,
  spaceForOffset,
  type ScrollSpace,
} from './scroll-space.js';

const { rowHeight, windowRows, maxHeight } = SPACE_LIMITS;
const height = (space: ScrollSpace): number => space.before + space.count * rowHeight + space.after;
/** The row that stands at a physical offset, when no row was measured. */
const rowAt = (space: ScrollSpace, offset: number): number =>
  space.start + (offset - space.before) / rowHeight;

describe('the scroll space', () => {
  it('is the plain list while the rows are few', () => {
    expect(planSpace(100, 0)).toEqual({
      total: 100,
      start: 0,
      count: 100,
      before: 0,
      after: 0,
      scale: rowHeight,
    });
    expect(planSpace(0, 0)).toMatchObject({ count: 0, before: 0, after: 0 });
  });

  it('keeps every row at its true place while the height fits', () => {
    const space = planSpace(10_000, 5_000);
    expect(space.before).toBe(5_000 * rowHeight);
    expect(height(space)).toBe(10_000 * rowHeight);
  });

  it('holds five million rows within the limit, first and last at their ends', () => {
    const total = 5_000_000;
    expect(planSpace(total, 0).before).toBe(0);
    const last = planSpace(total, total);
    expect(last.start + last.count).toBe(total);
    expect(last.after).toBe(0);
    for (const space of [planSpace(total, 0), planSpace(total, 2_500_000), last])
      expect(height(space)).toBeCloseTo(maxHeight, 3);
  });

  it('lands a jump at its share of the log, without moving the scroller', () => {
    const viewport = 600;
    fc.assert(
      fc.property(
        fc.integer({ min: windowRows + 1, max: 6_000_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (total, share) => {
          const end = height(planSpace(total, 0)) - viewport;
          const offset = share * end;
          const space = spaceForOffset(total, offset, viewport);
          const row = rowAt(space, offset);
          expect(row).toBeGreaterThanOrEqual(space.start - 1);
          expect(row + viewport / rowHeight).toBeLessThanOrEqual(space.start + space.count + 1);
          expect(Math.abs(row - share * (total - viewport / rowHeight))).toBeLessThan(2);
        },
      ),
    );
  });

  it('shows the first row at the top and the last at the bottom', () => {
    const total = 3_000_000;
    const top = spaceForOffset(total, 0, 600);
    expect(rowAt(top, 0)).toBe(0);
    const end = height(top) - 600;
    expect(rowAt(spaceForOffset(total, end, 600), end)).toBeCloseTo(total - 30, 6);
  });

  it('has the last row in its window also at an offset below all rows: there is a footer, and rows may be higher than planned', () => {
    const total = 1_000_000;
    const end = height(planSpace(total, 0)) - 530;
    for (const below of [0, 8, 500]) {
      const space = spaceForOffset(total, end + below, 530);
      expect(space.start + space.count).toBe(total);
    }
  });

  it('wants to move before the rows on screen reach the edge, and not at the ends of the log', () => {
    const space = spaceAround(1_000_000, 500_000);
    expect(nearsEdge(space, 500_000, 500_030)).toBe(false);
    expect(nearsEdge(space, space.start + 10, space.start + 40)).toBe(true);
    expect(nearsEdge(space, space.start + space.count - 40, space.start + space.count - 10)).toBe(true);
    expect(nearsEdge(planSpace(1_000_000, 0), 0, 30)).toBe(false);
    expect(nearsEdge(planSpace(1_000_000, 1_000_000), 999_970, 999_999)).toBe(false);
  });
});
