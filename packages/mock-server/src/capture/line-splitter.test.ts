import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineSplitter } from './line-splitter.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const splitAll = (chunks: readonly Uint8Array[]): string[] => {
  const splitter = createLineSplitter();
  return [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()];
};

describe('the line splitter', () => {
  it('gives the same lines however the bytes are split', () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'ü', '€', '🚂', '\t', ' ', '\u001b[1m', '\r|') });
    fc.assert(
      fc.property(
        fc.array(line),
        fc.constantFrom('\n', '\r\n'),
        fc.array(fc.nat(), { maxLength: 20 }),
        (lines, ending, cuts) => {
          const all = bytes(lines.map((text) => text + ending).join(''));
          const places = [...cuts.map((cut) => (all.length === 0 ? 0 : cut % all.length)), all.length].sort(
            (a, b) => a - b,
          );
          const chunks = places.map((place, i) => all.subarray(places[i - 1] ?? 0, place));
          expect(splitAll(chunks)).toEqual(lines);
        },
      ),
    );
  });

  it('holds a partial line until its end or the end of the input', () => {
    const splitter = createLineSplitter();
    expect(splitter.push(bytes('par'))).toEqual([]);
    expect(splitter.push(bytes('tial\nlast'))).toEqual(['partial']);
    expect(splitter.end()).toEqual(['last']);
  });

  it('keeps a progress bar that overwrites itself in one line', () => {
    expect(splitAll([bytes(' 10%\r 50%\r100%\r\ndone\n')])).toEqual([' 10%\r 50%\r100%', 'done']);
  });

  it('keeps empty lines and replaces invalid UTF-8', () => {
    expect(splitAll([bytes('\n\n'), Uint8Array.of(0x61, 0xff, 0x0a), Uint8Array.of(0xe2, 0x82)])).toEqual([
      '',
      '',
      'a\ufffd',
      '\ufffd',
    ]);
  });

  it('splits a line that never ends', () => {
    const splitter = createLineSplitter();
    const chunk = bytes('x'.repeat(400_000));
    const pieces = [1, 2, 3, 4].flatMap(() => splitter.push(chunk));
    expect(pieces).toHaveLength(1);
    expect([...pieces, ...splitter.end()].join('')).toHaveLength(1_600_000);
  });
});
