import { describe, expect, it } from 'vitest';
import { filterBox, withFilterText } from './filter-draft.js';

describe('the box of the filter', () => {
  it('keeps the other conditions', () => {
    expect(withFilterText({ levels: ['error'] }, 'x', false)).toEqual({
      filter: { levels: ['error'], text: 'x' },
    });
    expect(withFilterText({ levels: ['error'], text: 'x' }, 'a|b', true)).toEqual({
      filter: { levels: ['error'], regex: 'a|b' },
    });
    expect(withFilterText({ text: 'x', regex: 'y' }, '', false)).toEqual({ filter: {} });
  });

  it('says why an expression cannot be read', () => {
    expect(withFilterText({}, '(', true).error).toMatch(/expression/);
    expect(withFilterText({}, '(', false).error).toBeUndefined();
  });

  it('shows what a filter given by the program holds', () => {
    expect(filterBox({ text: 'abc' })).toEqual({ filterText: 'abc', filterRegex: false });
    expect(filterBox({ regex: /a+/i })).toEqual({ filterText: 'a+', filterRegex: true });
    expect(filterBox({ minLevel: 'warn' })).toEqual({ filterText: '', filterRegex: false });
  });
});
