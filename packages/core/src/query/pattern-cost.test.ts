import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternCost } from './pattern-cost.js';
import { searchByBacktracking, sourceOf, type PatternNode } from './testing/backtracking.js';

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
      '(?:\\s|\\W)+\\)',
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

  it('does not take what an assertion begins with for the beginning of a match', () => {
    expect(cost('^(?:(?!a)[xb]|b){40}y', 41, 'gm')).toBeGreaterThan(1e12);
    expect(cost('x+(?!a)x+(?!a)x+(?!a)x+(?!a)y')).toBeGreaterThan(1e8);
    expect(cost('(?:(?=b)[ab]|(?=a)[ab])+$')).toBe(Infinity);
    expect(cost('(?:(?=a*)a)+b', 1_000)).toBeGreaterThan(1e9);
    expect(cost('(a+)+()')).toBe(Infinity);
    // Within the brackets, `a` may be the `A` that follows.
    expect(cost('(?i:a+)A(?i:a+)A', 100, 'gm')).toBe(Infinity);
  });

  it('is low for long lines if no repetition goes past the beginning of another match', () => {
    for (const source of [
      'status=\\d+',
      'took \\d{4,} ms',
      '^\\w+ \\d+',
      'GET /api/v\\d+/jobs/\\d+ 200',
      'timeout=\\d+\\s+retry',
      '^\\S+ - .*',
    ])
      expect(cost(source, 4_000), source).toBeLessThan(4e6);
    for (const source of [
      's=.*s=.*!',
      '^[^]*[^]*!',
      '^[^\\n]*[^\\n]*!',
      '(?:s\\d*)+!',
      's(?:\\d|[^x])*!',
      '(s+)\\1*!',
    ])
      expect(cost(source, 4_000), source).toBeGreaterThan(4e6);
  });

  /** Few letters, so that there are many ways to match a text; and none matches in the end, so that all of them are tried. */
  const set = fc.record({
    is: fc.constant('set' as const),
    source: fc.constantFrom('a', 'a', 'b', '[ab]', '[^a]', '[^b]', '.'),
  });
  const { sequence } = fc.letrec<{ sequence: PatternNode; part: PatternNode }>((tie) => ({
    part: fc.oneof(
      { maxDepth: 4 },
      set,
      {
        weight: 2,
        arbitrary: fc.record({
          is: fc.constant('repeat' as const),
          body: fc.oneof(set, tie('sequence')),
          least: fc.nat(1),
          most: fc.constantFrom(1, 2, 6, Infinity, Infinity, Infinity),
        }),
      },
      fc.record({ is: fc.constant('look' as const), body: tie('sequence'), wanted: fc.boolean() }),
      fc.record({
        is: fc.constant('branches' as const),
        parts: fc.array(tie('sequence'), { minLength: 2, maxLength: 3 }),
      }),
      fc.record({ is: fc.constant('begin' as const) }),
    ),
    sequence: fc.record({
      is: fc.constant('sequence' as const),
      parts: fc.array(tie('part'), { minLength: 1, maxLength: 4 }),
    }),
  }));
  const never: PatternNode = { is: 'set', source: 'x' };
  const expression = sequence.map((some): PatternNode => ({ is: 'sequence', parts: [some, never] }));
  const text = fc
    .array(fc.tuple(fc.constantFrom('a', 'b', 'ab'), fc.integer({ min: 1, max: 40 })), {
      minLength: 1,
      maxLength: 3,
    })
    .map((parts) => parts.map(([letters, times]) => letters.repeat(times)).join(''));

  it('is never below the steps of a backtracking engine, whatever the expression', () => {
    fc.assert(
      fc.property(expression, text, (pattern, searched) => {
        const source = sourceOf(pattern);
        const expected = patternCost(new RegExp(source, 'm'))(searched.length);
        fc.pre(expected < 30_000);
        const { found, steps } = searchByBacktracking(pattern, searched, 100_000);
        expect(found).toBe(false);
        expect(steps).toBeLessThanOrEqual(expected);
      }),
      { numRuns: 2_000 },
    );
  });
});
