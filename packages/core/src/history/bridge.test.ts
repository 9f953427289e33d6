import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecodedLine } from '../entry.js';
import { bridge } from './bridge.js';
import { linesBefore } from './older.js';

const words = (text: string): DecodedLine[] =>
  [...text].map((message) => ({ level: 'info', message, labels: {}, raw: undefined, timestamp: message }));
const key = (line: DecodedLine): string => line.message;
const text = (lines: readonly DecodedLine[]): string => lines.map((line) => line.message).join('');

describe('bridging a gap', () => {
  const find = (before: string, rows: string, after: string) => {
    const { next: _, ...found } = bridge(words(rows), { before: words(before), after: words(after) }, key);
    return { ...found, lines: text(found.lines) };
  };

  it('takes exactly what lies between the two sides', () => {
    expect(find('abc', 'bcdefgh', 'gh')).toEqual({ lines: 'def', meetsBefore: true, meetsAfter: true });
  });

  it('says which side the rows do not reach', () => {
    expect(find('abc', 'efgh', 'gh')).toEqual({ lines: 'ef', meetsBefore: false, meetsAfter: true });
    expect(find('abc', 'bcde', 'gh')).toEqual({ lines: 'de', meetsBefore: true, meetsAfter: false });
  });

  it('does not take the gap for closed when nothing is known of a side', () => {
    expect(find('', 'abc', 'c').meetsBefore).toBe(false);
    expect(find('a', 'abc', '').meetsAfter).toBe(false);
  });

  it('finds nothing to fill where nothing was lost', () => {
    expect(find('abc', 'abcdef', 'def')).toEqual({ lines: '', meetsBefore: true, meetsAfter: true });
  });

  it('takes what lies before the lines after the gap, though the first of these stand elsewhere at the server', () => {
    expect(find('a', 'a2b3', '23')).toEqual({ lines: 'b', meetsBefore: true, meetsAfter: true });
    expect(find('a', 'abyxz', 'xyz')).toEqual({ lines: 'b', meetsBefore: true, meetsAfter: true });
    expect(find('a', 'aybxc', 'xy')).toEqual({ lines: 'b', meetsBefore: true, meetsAfter: true });
  });

  it('takes as many as are missing where the lines around the gap are all equal', () => {
    expect(find('a', 'abbbbb', 'bb')).toEqual({ lines: 'bbb', meetsBefore: true, meetsAfter: true });
    expect(find('a', 'acbbb', 'bbbd').lines).toBe('c');
  });

  it('restores any stretch of any log of distinct lines', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 80 }), fc.nat(), fc.nat(), fc.nat(), (length, a, b, c) => {
        const log = Array.from({ length }, (_, at) => String.fromCharCode(200 + at)).join('');
        const from = 1 + (a % (length - 2));
        const to = from + 1 + (b % (length - from - 1));
        const start = c % from;
        const found = find(log.slice(0, from), log.slice(start), log.slice(to));
        expect(found).toEqual({ lines: log.slice(from, to), meetsBefore: true, meetsAfter: true });
      }),
    );
  });
});

describe('joining a page of older lines', () => {
  const before = (page: string, held: string): string =>
    text(linesBefore({ lines: words(page), malformed: [] }, words(held), key));

  it('cuts what the page and the buffer share', () => {
    expect(before('abcd', 'cdef')).toBe('ab');
    expect(before('abcd', 'efgh')).toBe('abcd');
    expect(before('cd', 'abcdef')).toBe('');
    expect(before('abcdef', 'cd')).toBe('ab');
    expect(before('abc', '')).toBe('abc');
  });

  it('adds as many lines as are older where the log repeats itself to its end', () => {
    expect(before('aaaaa', 'aa')).toBe('aaa');
    expect(before('babaa', 'aa')).toBe('bab');
    expect(before('ababab', 'abab')).toBe('ab');
  });

  it('adds what is older where the log, which repeats itself, went on after the page was read', () => {
    expect(before('bab', 'babab')).toBe('');
    expect(before('caaa', 'aaaaa')).toBe('c');
  });
});
