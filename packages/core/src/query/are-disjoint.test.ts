import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areDisjoint } from './are-disjoint.js';

const PARTS = [
  'a',
  'k',
  's',
  'Z',
  '5',
  '_',
  'a-f',
  '\\-',
  '.',
  '\\.',
  '\\d',
  '\\D',
  '\\s',
  '\\S',
  '\\w',
  '\\W',
  '\\]',
  '\\[',
  '\\\\',
  '\\u212a',
  '^',
  'é',
  '[',
  '~',
];
const set = fc.oneof(
  fc.constantFrom(
    'a',
    'S',
    'k',
    '7',
    '_',
    '-',
    '~',
    ' ',
    '/',
    '\\.',
    '\\/',
    '\\d',
    '\\D',
    '\\s',
    '\\S',
    '\\w',
    '\\W',
    '.',
    '\\[',
    '\\\\',
    '\\u017f',
    'é',
  ),
  fc
    .tuple(fc.constantFrom('', '^'), fc.array(fc.constantFrom(...PARTS), { maxLength: 3 }))
    .map(([not, parts]) => `[${not}${parts.join('')}]`),
);
const ALL = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));

describe('areDisjoint', () => {
  it.each([
    ['\\d', '\\s', true],
    ['\\w', '\\s', true],
    ['[0-9a-f]', 'm', true],
    ['[^"]', '"', true],
    ['\\S', '[ \\t]', true],
    ['.', '[\\n\\r\\u2028\\u2029]', true],
    ['\\d', '\\w', false],
    ['[^"]', '\\w', false],
    ['\\S', '\\W', false],
    ['.', ' ', false],
  ])('%s and %s: %s', (a, b, disjoint) => {
    expect(areDisjoint(new RegExp(a, 'i'), new RegExp(b, 'i'))).toBe(disjoint);
  });

  it.each(['', 'i', 'iu', 's'])('is true only if no character is in both: with the flags "%s"', (flags) => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        const [one, other] = [new RegExp(a, flags), new RegExp(b, flags)];
        fc.pre(areDisjoint(one, other));
        expect(ALL.filter((character) => one.test(character) && other.test(character))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
