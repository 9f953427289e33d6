import { describe, expect, it } from 'vitest';
import { patternCost } from './pattern-cost.js';

const cost = (source: string, length = 100, flags = 'gim'): number =>
  patternCost(new RegExp(source, flags))(length);

describe('patternCost', () => {
  it('is low for common searches', () => {
    for (const source of [
      'error|warn(ing)?',
      'GET /api/v\\d+/jobs/\\d+ 200',
      '^\\[.*\\]',
      'user=[^;]+;\\s*id=\\d+,',
      '(?:foo|bar|qux)+',
      'a{2,40}[^x]{3}',
      '\\(\\d{4}-\\d\\d-\\d\\d\\)',
      '(?<year>\\d{4})',
      '[)*+]x\\)*',
      '{}x{',
    ])
      expect(cost(source, 90), source).toBeLessThan(4e6);
  });

  it('is infinite for a repetition that can match in exponentially many ways', () => {
    for (const source of [
      '(a+)+$',
      '(a|a)*$',
      '(a|ab)*$',
      '(.*)*x',
      '(?:\\w+\\s?)+$',
      '([a-z]+)*=',
      '((a*)b?)*c',
      '(?:a?){2,}b',
      '(a|[a])+',
      '(?:(?:x{0,999}){0,999}){0,999}',
      '(?:\\s|\\w)+\\)',
      '(?:\\\\|a|.)*"',
    ])
      expect(cost(source), source).toBe(Infinity);
    expect(cost('[a&&b]+', 100, 'v')).toBe(Infinity);
  });

  it('grows with the length of the text and the number of repetitions', () => {
    expect(cost('\\s+$', 200_000)).toBeGreaterThan(1e9);
    expect(cost('a.*b.*c', 1_000)).toBeGreaterThan(1e8);
    expect(cost('(?:\\d+\\.)+\\d+')).toBeLessThan(1e10);
    expect(cost('\\w*aa{2,}!!', 901)).toBeGreaterThan(1e8);
    expect(cost('a.*b.*c', 50)).toBeLessThan(4e6);
    expect(cost('\\d+1\\d+1\\d+1', 1_000)).toBeGreaterThan(1e9);
    expect(cost('x+X+x+', 1_000)).toBeGreaterThan(1e9);
    expect(cost('(x+)\\1y', 1_000)).toBeGreaterThan(1e8);
    expect(cost(`${'a?'.repeat(30)}${'a'.repeat(30)}`)).toBeGreaterThan(1e9);
    expect(cost(`${'(a|a)'.repeat(30)}$`)).toBeGreaterThan(1e9);
  });

  it('treats branches as exclusive only if their first characters differ in any case', () => {
    expect(cost('(?:a|A)+')).toBe(Infinity);
    expect(cost('(?:s|\u017f)+', 100, 'iu')).toBe(Infinity);
    expect(cost('(?:a?b|b)+')).toBe(Infinity);
    expect(cost('(?:|a)+')).toBe(Infinity);
  });
});
