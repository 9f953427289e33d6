import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exceedsUtf8, utf8Length } from './utf8-length.js';

const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('a', 'é', '€', '😀'),
    fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code)),
  ),
});

it('utf8Length counts like TextEncoder', () => {
  fc.assert(
    fc.property(text, (sample) => {
      expect(utf8Length(sample)).toBe(new TextEncoder().encode(sample).length);
    }),
  );
});

it('exceedsUtf8 compares like TextEncoder', () => {
  fc.assert(
    fc.property(text, fc.nat({ max: 40 }), (sample, max) => {
      expect(exceedsUtf8(sample, max)).toBe(new TextEncoder().encode(sample).length > max);
    }),
  );
});

it('both know the first and the last character of each length, and halves of pairs', () => {
  const bounds = [0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0xffff];
  for (const first of bounds)
    for (const second of bounds) {
      const pair = String.fromCharCode(first, second);
      const { length } = new TextEncoder().encode(pair);
      expect(utf8Length(pair)).toBe(length);
      expect(exceedsUtf8(pair, length)).toBe(false);
      expect(exceedsUtf8(pair, length - 1)).toBe(true);
    }
});
