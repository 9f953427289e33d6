import { describe, expect, it } from 'vitest';
import { arrayView, line, lines } from '../testing/array-view.js';
import { isSelected, markedText, pressLine, selectedLines } from './line-selection.js';

describe('selecting lines', () => {
  it('takes a line, extends to another either way round, and lets go on a second press', () => {
    const one = pressLine(undefined, 5, false);
    expect(one).toEqual({ anchor: 5, focus: 5 });
    const range = pressLine(one, 2, true);
    expect([1, 2, 4, 5, 6].map((seq) => isSelected(range, seq))).toEqual([false, true, true, true, false]);
    expect(pressLine(one, 5, false)).toBeUndefined();
    expect(pressLine(range, 9, false)).toEqual({ anchor: 9, focus: 9 });
  });

  it('gives the lines that are still held, without gaps', () => {
    const items = [...lines(3, 6), { kind: 'gap', seq: 6, reason: 'outage' } as const, ...lines(7, 20)];
    expect(selectedLines({ anchor: 8, focus: 0 }, arrayView(items)).map((entry) => entry.seq)).toEqual([
      3, 4, 5, 7, 8,
    ]);
    expect(selectedLines(undefined, arrayView(items))).toEqual([]);
  });

  it('gives exactly the text that was marked', () => {
    const view = arrayView([
      line(0, { message: 'first' }),
      line(1, { message: 'second' }),
      line(2, { message: 'third' }),
    ]);
    const text = [
      ...markedText({ from: { seq: 0, offset: 2 }, to: { seq: 2, offset: 3 } }, view, 'text'),
    ].join();
    expect(text).toBe('rst\nsecond\nthi');
    expect(
      [...markedText({ from: { seq: 1, offset: 1 }, to: { seq: 1, offset: 4 } }, view, 'text')].join(),
    ).toBe('eco');
  });

  it('ends with the line before one of which nothing is marked, as three clicks mark a line', () => {
    const view = arrayView([line(0, { message: 'first' }), line(1, { message: 'second' })]);
    const marked = { from: { seq: 0, offset: 0 }, to: { seq: 1, offset: 0 } };
    expect([...markedText(marked, view, 'text')].join()).toBe('first');
    expect([...markedText(marked, view, 'json')].join().split('\n')).toHaveLength(1);
  });
});
