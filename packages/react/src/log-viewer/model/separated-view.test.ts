import { describe, expect, it } from 'vitest';
import { arrayView, lines } from '../testing/array-view.js';
import { separate } from './separated-view.js';
import { isSeparator } from './separator.js';

const all = lines(0, 100);
const pick = (...seqs: readonly number[]) => arrayView(all.filter(({ seq }) => seqs.includes(seq)));

describe('a view that leaps', () => {
  const breaks = [
    { seq: 10, hidden: 7 },
    { seq: 50, hidden: 38 },
  ];
  const view = separate(pick(1, 2, 10, 11, 50), breaks);

  it('has a row for each leap, between the lines', () => {
    expect([...view].map(({ seq }) => seq)).toEqual([1, 2, 6, 10, 11, 30.5, 50]);
    expect([...view].map((item) => (isSeparator(item) ? item.missing : undefined))).toEqual([
      undefined,
      undefined,
      7,
      undefined,
      undefined,
      38,
      undefined,
    ]);
    expect(view.length).toBe(7);
    expect(view.at(7)).toBeUndefined();
    expect(view.at(-1)).toBeUndefined();
    expect(view.slice(2, 4).map(({ seq }) => seq)).toEqual([6, 10]);
  });

  it('knows the row of every line and leap', () => {
    [...view].forEach((item, row) => {
      expect(view.rowOf(item.seq)).toBe(row);
      expect(view.rowAtOrAfter(item.seq - 0.1)).toBe(row);
    });
    expect(view.rowOf(3)).toBe(-1);
    expect(view.rowAtOrAfter(51)).toBe(7);
  });

  it('keeps the rows of its leaps when lines come and go', () => {
    const later = separate(pick(2, 10, 11, 50, 60), [...breaks, { seq: 60, hidden: 9 }]);
    expect(later.at(1)).toBe(view.at(2));
    expect(later.at(4)).toBe(view.at(5));
  });

  it('is the view itself where it leaps nowhere', () => {
    const plain = pick(1, 2);
    expect(separate(plain, [])).toBe(plain);
  });
});
