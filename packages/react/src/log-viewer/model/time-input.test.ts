import { describe, expect, it } from 'vitest';
import { readTime, type TimeInputContext } from './time-input.js';

const utc = (text: string): number => Date.parse(text);
const context = (init: Partial<TimeInputContext> = {}): TimeInputContext => ({
  now: utc('2026-11-03T12:00:00Z'),
  timeZone: 'UTC',
  first: utc('2026-11-03T09:00:00Z'),
  last: utc('2026-11-03T11:00:00Z'),
  ...init,
});

describe('a typed time', () => {
  it('is a time of day on a day of the log', () => {
    expect(readTime(' 10:31 ', context())).toBe(utc('2026-11-03T10:31:00Z'));
    expect(readTime('10:31:02.5', context())).toBe(utc('2026-11-03T10:31:02.500Z'));
    expect(readTime('10:31:02,123456789', context())).toBe(utc('2026-11-03T10:31:02.123Z'));
    // Neither is in the log: the nearer side of it.
    expect(readTime('08:30', context())).toBe(utc('2026-11-03T08:30:00Z'));
    expect(readTime('11:30', context())).toBe(utc('2026-11-03T11:30:00Z'));
  });

  it('is on the day that is read where it fits several', () => {
    const days = { first: utc('2026-11-01T22:00:00Z'), last: utc('2026-11-04T06:00:00Z') };
    expect(readTime('23:00', context({ ...days, near: days.first }))).toBe(utc('2026-11-01T23:00:00Z'));
    expect(readTime('23:00', context({ ...days, near: utc('2026-11-02T20:00:00Z') }))).toBe(
      utc('2026-11-02T23:00:00Z'),
    );
    expect(readTime('05:00', context({ ...days, near: days.last }))).toBe(utc('2026-11-04T05:00:00Z'));
    expect(
      readTime('00:30', context({ first: utc('2026-11-02T23:50:00Z'), last: utc('2026-11-03T00:40:00Z') })),
    ).toBe(utc('2026-11-03T00:30:00Z'));
  });

  it('is of the zone that is shown, also where its clocks change', () => {
    const vienna = context({ timeZone: 'Europe/Vienna' });
    expect(readTime('11:31', vienna)).toBe(utc('2026-11-03T10:31:00Z'));
    expect(readTime('2026-07-01 10:00', vienna)).toBe(utc('2026-07-01T08:00:00Z'));
    expect(readTime('2026-03-29T01:59:59', vienna)).toBe(utc('2026-03-29T00:59:59Z'));
    expect(readTime('2026-03-29T03:00:00', vienna)).toBe(utc('2026-03-29T01:00:00Z'));
    expect(readTime('2026-11-03', context({ timeZone: 'Asia/Kolkata' }))).toBe(utc('2026-11-02T18:30:00Z'));
  });

  it('may bring its own zone', () => {
    const tokyo = context({ timeZone: 'Asia/Tokyo' });
    expect(readTime('2026-11-03T10:31:02.5Z', tokyo)).toBe(utc('2026-11-03T10:31:02.500Z'));
    expect(readTime('2026-11-03T10:31+02:00', tokyo)).toBe(utc('2026-11-03T08:31:00Z'));
    expect(readTime('2026-11-03 10:31:00 -0530', tokyo)).toBe(utc('2026-11-03T16:01:00Z'));
    expect(readTime('2026-11-03T10:31 UTC', tokyo)).toBe(utc('2026-11-03T10:31:00Z'));
  });

  it('may count back', () => {
    expect(readTime('-5m', context())).toBe(utc('2026-11-03T11:55:00Z'));
    expect(readTime('−1h30m', context())).toBe(utc('2026-11-03T10:30:00Z'));
    expect(readTime('-1.5d', context())).toBe(utc('2026-11-02T00:00:00Z'));
    expect(readTime('-250ms', context())).toBe(context().now - 250);
  });

  it('is nothing else', () => {
    for (const text of [
      '',
      'noon',
      '25:00',
      '10:60',
      '10:31:99',
      '2026-02-30',
      '2026-13-01',
      '-5',
      '5m',
      '10:3',
    ])
      expect(readTime(text, context()), text).toBeUndefined();
  });
});
