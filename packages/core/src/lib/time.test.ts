import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTime } from './time.js';

const instant = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
});

describe('parseTime', () => {
  it('parses whatever Date writes', () => {
    fc.assert(
      fc.property(instant, (date) => {
        expect(parseTime(date.toISOString())).toBe(date.getTime());
      }),
    );
  });

  it('cuts off any number of digits beyond the millisecond', () => {
    fc.assert(
      fc.property(instant, fc.stringMatching(/^\d{0,9}$/), (date, digits) => {
        const stamp = date.toISOString().replace('Z', `${digits}Z`);
        expect(parseTime(stamp)).toBe(date.getTime());
      }),
    );
  });

  it('subtracts offsets', () => {
    const zones = fc.tuple(
      fc.constantFrom('+', '-'),
      fc.integer({ min: 0, max: 14 }),
      fc.integer({ min: 0, max: 59 }),
    );
    fc.assert(
      fc.property(instant, zones, fc.boolean(), (date, [sign, hours, minutes], colon) => {
        const two = (n: number): string => String(n).padStart(2, '0');
        const zone = `${sign}${two(hours)}${colon ? ':' : ''}${two(minutes)}`;
        const offset = (sign === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000;
        expect(parseTime(date.toISOString().replace('Z', zone))).toBe(date.getTime() - offset);
      }),
    );
  });

  it.each([
    ['2026-01-15T10:30:45.123456789Z', 1768473045123],
    ['2026-01-15T10:30:45.1Z', 1768473045100],
    ['2026-01-15T10:30:45Z', 1768473045000],
    ['2026-01-15T10:30:45', 1768473045000],
    ['2026-01-15 10:30:45.123', 1768473045123],
    ['2026-01-15 10:30:45,123', 1768473045123],
    ['2026-01-15t10:30:45.123z', 1768473045123],
    ['2026-01-15T10:30Z', 1768473000000],
    ['2026-01-15', 1768435200000],
    ['2026-01-15 10:30:45.123456+00', 1768473045123],
    ['2026-01-15 10:30:45.123456 +0000', 1768473045123],
    ['2026-01-15 10:30:45 UTC', 1768473045000],
    ['2024-02-29T00:00:00Z', 1709164800000],
    ['2016-12-31T23:59:60Z', 1483228800000],
  ])('reads %s', (stamp, time) => {
    expect(parseTime(stamp)).toBe(time);
  });

  it.each([
    '',
    'now',
    '2026',
    '2026-13-01T00:00:00Z',
    '2026-02-29T00:00:00Z',
    '2026-01-32T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-15T24:00:00Z',
    '2026-01-15T10:60:00Z',
    '2026-01-15T10:30:61Z',
    '2026-01-15T10:30:45.Z',
    '2026-01-15T10:30:45.123X',
    '2026-01-15T10:30:45.123Z and more',
    '2026-01-15T10:30:45+2',
    '2026-01-15T10:30:45+24:00',
    '2026-01-15T10:30:45+01:0',
    '2026-01-15X10:30:45Z',
    '2026-1-5T10:30:45Z',
    '2026-01-15\u000010:30:45Z',
    '１２３４-01-15T10:30:45Z',
  ])('does not read %j', (stamp) => {
    expect(parseTime(stamp)).toBeUndefined();
  });

  it('returns a finite number or undefined for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-0-9T:.+Z ]{0,40}$/)), (text) => {
        const time = parseTime(text);
        expect(time === undefined || Number.isFinite(time)).toBe(true);
      }),
    );
  });
});
