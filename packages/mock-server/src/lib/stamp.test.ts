import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatStamp, parseStamp } from './stamp.js';

describe('timestamps', () => {
  it('survive a round trip, to the nanosecond, in any zone', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_000_000_000_000_000 }),
        fc.nat(999),
        fc.constantFrom('Z', 'none', '+00:00', '+05:30', '-08:00'),
        (micros, nanos, zone) => {
          expect(parseStamp(formatStamp({ micros, nanos }, { digits: 9, zone }))).toEqual({ micros, nanos });
        },
      ),
    );
  });

  it.each([
    ['2026-01-15T10:30:45Z', 0],
    ['2026-01-15T10:30:45.123Z', 123_000],
    ['2026-01-15T10:30:45.123456', 123_456],
    ['2026-01-15t10:30:45.5z', 500_000],
    ['2026-01-15T12:30:45+02:00', 0],
    ['2026-01-15T12:30:45+0200', 0],
    ['2026-01-15 10:30:45', 0],
  ])('reads %s', (text, micros) => {
    expect(parseStamp(text)?.micros).toBe(Date.UTC(2026, 0, 15, 10, 30, 45) * 1000 + micros);
  });

  it.each([
    '',
    'now',
    '1700000000',
    '2026-13-01',
    '2026-01-15T12:30:45 02:00',
    '2026-01-15T10:30:45.1234567890Z',
    '2026-01-32',
  ])('does not parse %j', (text) => {
    expect(parseStamp(text)).toBeUndefined();
  });
});
