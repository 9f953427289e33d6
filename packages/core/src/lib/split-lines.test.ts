import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chomp, splitLines } from './split-lines.js';

describe('splitLines', () => {
  it.each([
    ['', ['']],
    ['a', ['a']],
    ['a\r', ['a']],
    ['a\n', ['a']],
    ['a\r\nb\n', ['a', 'b']],
    ['\n', ['']],
    ['a\n\nb', ['a', '', 'b']],
    ['10%\r20%\r30%', ['10%\r20%\r30%']],
  ])('%j gives %j', (text, lines) => {
    expect(splitLines(text)).toEqual(lines);
  });

  it('loses nothing but line ends', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', ' ', 'é') }), { minLength: 1 }),
        (lines) => {
          expect(splitLines(`${lines.join('\n')}\n`)).toEqual(lines);
        },
      ),
    );
  });

  it('splits a large text, in parts, as a small one', () => {
    const line = fc
      .tuple(fc.constantFrom('', 'a', '\ud83d', '\r', 'wide ', 'x'.repeat(5_000)), fc.nat(3))
      .map(([text, times]) => text.repeat(times));
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 2, maxLength: 30 }),
        fc.constantFrom('\n', '\r\n'),
        (lines, end) => {
          const wanted = lines.join(end).split('\n');
          if (wanted.at(-1) === '') wanted.pop();
          expect(splitLines(lines.join(end))).toEqual(wanted.map(chomp));
        },
      ),
    );
  });
});
