import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineCutter } from './line-cutter.js';
import { splitLines } from './split-lines.js';

function cut(text: string, cuts: readonly number[]): readonly string[] {
  const bytes = new TextEncoder().encode(text);
  const cutter = new LineCutter(1_000);
  const places = [...new Set(cuts.map((at) => at % (bytes.length + 1))), bytes.length].sort((a, b) => a - b);
  let from = 0;
  const lines: string[] = [];
  for (const to of places) {
    lines.push(...cutter.push(bytes.subarray(from, to)));
    from = to;
  }
  return [...lines, ...cutter.end()];
}

describe('LineCutter', () => {
  it('splits a text the same way, however it is divided into chunks', () => {
    const piece = fc.constantFrom('a', ' ', 'é', '🙂', '\n', '\r\n', '\r');
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1 }), fc.array(fc.nat()), (pieces, cuts) => {
        expect(cut(pieces.join(''), cuts)).toEqual(splitLines(pieces.join('')));
      }),
    );
  });

  it('returns no line for an empty text', () => {
    expect(cut('', [])).toEqual([]);
  });

  it.each([
    [['abc\nabcdefghij\nabcde\n', 'abcdefg']],
    [['abc\nab', 'cdef', 'gh', 'ij\nabcde', '\nab', 'cdefg']],
  ])('cuts lines that are longer than its limit: %j', (pieces) => {
    const cutter = new LineCutter(5);
    const lines = pieces.flatMap((text) => cutter.push(new TextEncoder().encode(text)));
    expect([...lines, ...cutter.end()]).toEqual(['abc', 'abcdef', 'abcde', 'abcdef']);
  });
});
