import { expect, it } from 'vitest';
import type { DecodedLine } from '../entry.js';
import { SiftedRows, type LeftOut } from './sifted-rows.js';

const row = (message: string): DecodedLine => ({ message, level: 'info', labels: {}, raw: undefined });

it.each([
  ['all', undefined, 'gap a gap gap b gap', [10, 20, 21, 30]],
  ['all but those that are told before them', { before: 1, after: 0 }, 'a gap gap b gap', [20, 21, 30]],
  ['all but those that are told after them', { before: 0, after: 1 }, 'gap a gap gap b', [10, 20, 21]],
  ['all but those that are told around them', { before: 1, after: 1 }, 'a gap gap b', [20, 21]],
  ['no fewer than none', { before: 2, after: 2 }, 'a gap gap b', [20, 21]],
] as [string, LeftOut | undefined, string, number[]][])(
  'rows that are left out for their size stand as gaps among the others: %s',
  (_what, leftOut, expected, bytes) => {
    const [a, b] = [row('a'), row('b')];
    const big = [10, 20, 21, 30].map((size) => row('x'.repeat(size)));
    const sifted = new SiftedRows(({ message: { length } }) => (length < 10 ? undefined : length));
    sifted.push([big[0], a, big[1]] as DecodedLine[]);
    sifted.push([big[2], b, big[3]] as DecodedLine[]);
    expect(sifted.rows).toEqual([a, b]);
    const { filling, sizes } = sifted.weave(sifted.rows, undefined, leftOut);
    expect(filling.map((one) => ('message' in one ? one.message : 'gap')).join(' ')).toBe(expected);
    expect(sizes).toEqual(bytes);
  },
);
