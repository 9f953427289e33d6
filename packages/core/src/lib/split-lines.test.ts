import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitLines } from './split-lines.js';

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
});
