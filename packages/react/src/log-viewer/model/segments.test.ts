import type { TextRange } from '@tailrace/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { marksAround, segmentSpans, type Cuttable, type Segment } from './segments.js';

function cut<S extends Cuttable>(spans: readonly S[], ranges: readonly TextRange[]): readonly Segment<S>[] {
  return segmentSpans(spans, { ranges, first: 0 });
}

describe('segmentSpans', () => {
  it('marks a match that crosses a change of colour', () => {
    const spans = [
      { text: 'con', colour: 'red' },
      { text: 'nected', colour: 'green' },
    ];
    expect(cut(spans, [[2, 5]])).toEqual([
      { text: 'co', colour: 'red' },
      { text: 'n', colour: 'red', match: 0 },
      { text: 'ne', colour: 'green', match: 0 },
      { text: 'cted', colour: 'green' },
    ]);
  });

  it('leaves spans alone without matches', () => {
    const spans = [{ text: 'abc' }];
    expect(cut(spans, [])).toBe(spans);
  });

  it('keeps the text and marks exactly the ranges, whatever they are', () => {
    const lines = fc.array(fc.string({ minLength: 1, maxLength: 8 }), { maxLength: 6 });
    const cuts = fc.uniqueArray(fc.nat(40), { maxLength: 10 });
    fc.assert(
      fc.property(lines, cuts, (texts, points) => {
        const text = texts.join('');
        const sorted = points.filter((point) => point <= text.length).sort((a, b) => a - b);
        const ranges: TextRange[] = [];
        for (let i = 0; i + 1 < sorted.length; i += 2)
          ranges.push([sorted[i] as number, sorted[i + 1] as number]);
        const segments = cut(
          texts.map((part) => ({ text: part })),
          ranges,
        );
        expect(segments.map((segment) => segment.text).join('')).toBe(text);
        ranges.forEach(([start, end], index) => {
          const marked = segments.filter((segment) => segment.match === index).map((segment) => segment.text);
          expect(marked.join('')).toBe(text.slice(start, end));
        });
      }),
    );
  });

  it('marks whole characters, whatever an expression finds', () => {
    const marked = (text: string, ...ranges: TextRange[]): string =>
      cut([{ text: text.slice(0, 3) }, { text: text.slice(3) }], ranges)
        .map((segment) => (segment.match === undefined ? segment.text : `[${segment.text}]`))
        .join('')
        .replaceAll('][', '');
    // Either half of a pair, and both: one mark.
    expect(marked('ab😀cd', [2, 3])).toBe('ab[😀]cd');
    expect(marked('ab😀cd', [3, 4])).toBe('ab[😀]cd');
    expect(marked('ab😀cd', [2, 3], [3, 4])).toBe('ab[😀]cd');
    // With their accents, skins and families.
    expect(marked('cafe\u0301s', [3, 4])).toBe('caf[e\u0301]s');
    expect(marked('👍🏽 ok', [0, 2])).toBe('[👍🏽] ok');
    expect(marked('👩‍👩‍👧 ok', [0, 2])).toBe('[👩‍👩‍👧] ok');
    expect(marked('a\ud800b', [1, 2])).toBe('a[\ud800]b');
  });

  it('keeps the text for any text and any ranges', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 30 }),
        fc.uniqueArray(fc.nat(40)),
        (text, points) => {
          const sorted = points.filter((point) => point <= text.length).sort((a, b) => a - b);
          const ranges = sorted.slice(1).map((end, at): TextRange => [sorted[at] as number, end]);
          const segments = cut([{ text: text.slice(0, 9) }, { text: text.slice(9) }], ranges);
          expect(segments.map((segment) => segment.text).join('')).toBe(text);
        },
      ),
    );
  });
});

describe('marksAround', () => {
  const ranges = Array.from({ length: 1_000 }, (_, at): TextRange => [at, at + 1]);

  it('takes them all where they are few', () => {
    expect(marksAround(ranges, undefined, 1_000)).toEqual({ ranges, first: 0 });
  });

  it('takes those around the current one where they are many', () => {
    expect(marksAround(ranges, undefined, 10).ranges.map(([start]) => start)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
    const { ranges: near, first } = marksAround(ranges, 500, 10);
    expect([first, near.length, near[0]?.[0]]).toEqual([495, 10, 495]);
    expect(marksAround(ranges, 999, 10).first).toBe(990);
    const segments = segmentSpans([{ text: 'x'.repeat(1_000) }], marksAround(ranges, 500, 10));
    expect(segments.filter((segment) => segment.match !== undefined).map((segment) => segment.match)).toEqual(
      [495, 496, 497, 498, 499, 500, 501, 502, 503, 504],
    );
  });
});
