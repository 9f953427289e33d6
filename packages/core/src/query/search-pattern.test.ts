import { describe, expect, it } from 'vitest';
import { LogStreamError } from '../errors.js';
import { compileSearch } from './search-pattern.js';

describe('compileSearch', () => {
  it('finds a term literally, without overlaps', () => {
    expect(compileSearch('aa', { caseSensitive: true })('aaaa aA')).toEqual([
      [0, 2],
      [2, 4],
    ]);
  });

  it('ignores case by default, and keeps positions right where case mapping changes lengths', () => {
    expect(compileSearch('É')('é É e')).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(compileSearch('x')('İİX')).toEqual([[2, 3]]);
  });

  it('takes every character of a term literally', () => {
    const odd = '.*+?^${}()|[]\\/-😀';
    for (const wholeWord of [false, true])
      expect(compileSearch(odd, { wholeWord })(`x ${odd} y`)).toEqual([[2, 2 + odd.length]]);
    expect(compileSearch('a.c')('abc')).toEqual([]);
  });

  it('finds whole words in any script', () => {
    expect(compileSearch('né', { wholeWord: true })('né, aîné, néon; né')).toEqual([
      [0, 2],
      [16, 18],
    ]);
    const words = compileSearch('err|warn', { regex: true, wholeWord: true });
    expect(words('err errs warn')).toEqual([
      [0, 3],
      [9, 13],
    ]);
    expect(compileSearch('a\\-b', { regex: true, wholeWord: true })('a-b xa-b')).toEqual([[0, 3]]);
  });

  it('matches expressions line by line', () => {
    expect(compileSearch('^b$', { regex: true })('a\nb\nc')).toEqual([[2, 3]]);
  });

  it('skips empty matches, whatever characters are between them', () => {
    for (const wholeWord of [false, true]) {
      const places = compileSearch('x*', { regex: true, wholeWord });
      expect(places('😀 xx 😀x😀')).toEqual([
        [3, 5],
        [8, 9],
      ]);
      expect(places('😀')).toEqual([]);
    }
  });

  it('returns the same result on every call', () => {
    const places = compileSearch('a', { regex: true });
    expect([places('ba'), places('ab'), places('ab')]).toEqual([[[1, 2]], [[0, 1]], [[0, 1]]]);
  });

  it('finds nothing for an empty term', () => {
    expect(compileSearch('')('x')).toEqual([]);
  });

  it('says what is wrong with an expression, as it was typed', () => {
    const attempt = (): unknown => compileSearch('(', { regex: true, wholeWord: true });
    expect(attempt).toThrow(LogStreamError);
    expect(attempt).toThrow(/\/\(\//);
  });
});
