import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { segmentSpans, type TextRange } from './segments.js';

describe('segmentSpans', () => {
  it('marks a match that crosses a change of colour', () => {
    const spans = [
      { text: 'con', colour: 'red' },
      { text: 'nected', colour: 'green' },
    ];
    expect(segmentSpans(spans, [[2, 5]])).toEqual([
      { text: 'co', colour: 'red' },
      { text: 'n', colour: 'red', match: 0 },
      { text: 'ne', colour: 'green', match: 0 },
      { text: 'cted', colour: 'green' },
    ]);
  });

  it('leaves spans alone without matches', () => {
    const spans = [{ text: 'abc' }];
    expect(segmentSpans(spans, [])).toBe(spans);
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
        const segments = segmentSpans(
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
});
