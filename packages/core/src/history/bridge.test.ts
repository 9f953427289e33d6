import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bridge } from './bridge.js';
import { keyOf, linesOf, textOf } from './testing/short-lines.js';

describe('bridging a gap', () => {
  const find = (before: string, rows: string, after: string) => {
    const sides = { before: linesOf(before), after: linesOf(after) };
    const { next: _, ...found } = bridge(linesOf(rows), sides, keyOf);
    return { ...found, lines: textOf(found.lines) };
  };

  it('takes exactly what lies between the two sides', () => {
    expect(find('a b c', 'b c d e f g h', 'g h')).toEqual({
      lines: 'd e f',
      meetsBefore: true,
      meetsAfter: true,
    });
  });

  it('says which side the rows do not reach', () => {
    expect(find('a b c', 'e f g h', 'g h')).toEqual({ lines: 'e f', meetsBefore: false, meetsAfter: true });
    expect(find('a b c', 'b c d e', 'g h')).toEqual({ lines: 'd e', meetsBefore: true, meetsAfter: false });
  });

  it('does not take the gap for closed when nothing is known of a side', () => {
    expect(find('', 'a b c', 'c').meetsBefore).toBe(false);
    expect(find('a', 'a b c', '').meetsAfter).toBe(false);
  });

  it('finds nothing to fill where nothing was lost', () => {
    expect(find('a b c', 'a b c d e f', 'd e f')).toEqual({ lines: '', meetsBefore: true, meetsAfter: true });
  });

  it('takes what lies before the lines after the gap, though the first of these stand elsewhere at the server', () => {
    expect(find('a', 'a x b y', 'x y')).toEqual({ lines: 'b', meetsBefore: true, meetsAfter: true });
    expect(find('a', 'a b y x z', 'x y z')).toEqual({ lines: 'b', meetsBefore: true, meetsAfter: true });
    expect(find('a', 'a y b x c', 'x y')).toEqual({ lines: 'b', meetsBefore: true, meetsAfter: true });
  });

  it('takes as many as are missing where the lines around the gap are all equal', () => {
    expect(find('a', 'a b b b b b', 'b b')).toEqual({ lines: 'b b b', meetsBefore: true, meetsAfter: true });
    expect(find('a', 'a c b b b', 'b b b d').lines).toBe('c');
    expect(find('a b b', 'a b b b b c', 'c').lines).toBe('b b');
    expect(find('b x b', 'b y b x b m c', 'c').lines).toBe('m');
    expect(find('a b x b', 'x b m b c', 'c').lines).toBe('m b');
  });

  it.each([
    ['before', 'a1 b2 x1', 'a1 x1 b2 c3 d4', 'd4', 'c3'],
    ['after', 'a1', 'a1 b2 x3 c4 d5', 'c4 d5 x3', 'b2'],
    ['in the tick before', 'a2 b2 c2', 'a2 c2 b2 d3 e4', 'e4', 'd3'],
    ['in the tick after', 'a1', 'a1 b2 d3 c3', 'c3 d3', 'b2'],
    ['in the tick after, which is not the last,', 'a1', 'a1 b2 d3 c3 e4', 'c3 d3 e4', 'b2'],
  ])('takes no line that is held %s it', (_where, before, rows, after, lines) => {
    expect(find(before, rows, after)).toEqual({ lines, meetsBefore: true, meetsAfter: true });
  });

  it('takes as many as are missing of lines equal to the last one before it, which came late', () => {
    expect(find('b2 x1 x1', 'x1 x1 x1 b2 c3', 'c3').lines).toBe('x1');
    expect(find('a b x b', 'a b y b m c', 'c').lines).toBe('y m');
  });

  it('takes no line from far behind it, although the lines after it are in another order', () => {
    const [first = '', second = '', ...many] = Array.from({ length: 60 }, (_, at) => `l${at + 2}`);
    const after = [first, second, ...many].join(' ');
    const rows = ['a1', 'b1', second, first, ...many.slice(0, -1), 'm60', ...many.slice(-1)].join(' ');
    expect(find('a1', rows, after)).toEqual({ lines: 'b1', meetsBefore: true, meetsAfter: true });
    // The server does not have the nearest ones.
    const found = find('a1', 'a1 b1 y90 z91', `${after} z91 y90`);
    expect(found).toEqual({ lines: 'b1', meetsBefore: true, meetsAfter: true });
  });

  it('takes a line that is equal to one held after it', () => {
    expect(find('a1', 'a1 b2 x3 b2 y4', 'x3 y4 b2').lines).toBe('b2');
    expect(find('a', 'a b x y b', 'x b y').lines).toBe('b');
  });

  it('restores any stretch of any log of distinct lines', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 80 }), fc.nat(), fc.nat(), fc.nat(), (length, a, b, c) => {
        const log = Array.from({ length }, (_, at) => `l${at}`);
        const from = 1 + (a % (length - 2));
        const to = from + 1 + (b % (length - from - 1));
        const start = c % from;
        const found = find(log.slice(0, from).join(' '), log.slice(start).join(' '), log.slice(to).join(' '));
        const lines = log.slice(from, to).join(' ');
        expect(found).toEqual({ lines, meetsBefore: true, meetsAfter: true });
      }),
    );
  });
});
