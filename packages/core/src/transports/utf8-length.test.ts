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
