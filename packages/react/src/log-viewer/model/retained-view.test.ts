import type { LogItem } from '@tailrace/core';
import { describe, expect, it } from 'vitest';
import { arrayView, lines } from '../testing/array-view.js';
import { isTrimMarker, lostRows, retain } from './retained-view.js';
import { separators } from './separator.js';

describe('a retained view', () => {
  const shown = lines(10, 15);

  it('keeps what is on screen in front of what is held', () => {
    const view = retain(lostRows(shown, arrayView(lines(13, 20))), arrayView(lines(13, 20)));
    expect([...view].map((item) => item.seq)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    expect(view.rowOf(12)).toBe(2);
    expect(view.rowOf(18)).toBe(8);
    expect(view.rowAtOrAfter(12.5)).toBe(3);
    expect(view.slice(2, 5).map((item) => item.seq)).toEqual([12, 13, 14]);
    expect(view.at(10)).toBeUndefined();
  });

  it('says how many lines left between the two', () => {
    const rest = arrayView(lines(100, 103));
    const view = retain(lostRows(shown, rest), rest);
    const marker = view.at(5);
    expect(marker && isTrimMarker(marker) && marker.missing).toBe(85);
    expect(view.rowOf(100)).toBe(6);
  });

  it('counts only what left where a filter hides what is held before its first line', () => {
    const rest = arrayView(lines(100, 103));
    const marker = [...retain(lostRows(shown, rest), rest, 40)].find(isTrimMarker);
    expect(marker?.missing).toBe(25);
    expect([...retain(lostRows(shown, rest), rest, 15)].some(isTrimMarker)).toBe(false);
  });

  it('says it again for the next loss, and for a longer one', () => {
    const first = retain(lostRows(shown, arrayView(lines(100, 103))), arrayView(lines(100, 103)));
    const rest = arrayView(lines(200, 203));
    const missing = (view: Iterable<LogItem>) =>
      [...view].filter(isTrimMarker).map((marker) => marker.missing);
    expect(missing(retain(lostRows(first.slice(0, 7), rest), rest))).toEqual([85, 99]);
    expect(missing(retain(lostRows(first.slice(0, 6), rest), rest))).toEqual([185]);
  });

  it('says it in the place of what stood for lines that a filter hides', () => {
    const hidden: LogItem = { kind: 'gap', seq: 16.5, reason: 'evicted', missing: 4 };
    separators.add(hidden);
    const rest = arrayView(lines(100, 103));
    const view = retain(lostRows([...shown, hidden], rest), rest);
    expect(view.rowOf(16.5)).toBe(-1);
    expect([...view].filter(isTrimMarker).map(({ missing }) => missing)).toEqual([85]);
  });

  it('is the view itself when nothing was lost', () => {
    const rest = arrayView(lines(8, 20));
    expect(retain(lostRows(shown, rest), rest)).toBe(rest);
  });
});
