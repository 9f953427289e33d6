import { describe, expect, it } from 'vitest';
import { checkDate, checkInteger, checkOneOf, checkTime, clamp } from './arguments.js';

const refused = expect.objectContaining({ kind: 'invalid-argument' });

describe('argument checks', () => {
  it('accept undefined and valid values', () => {
    checkInteger('limit', undefined, 1, 500);
    for (const value of [1, 500]) checkInteger('limit', value, 1, 500);
    checkOneOf('order', 'asc', ['asc', 'desc']);
    checkTime('since', '2026-01-15T10:30:00+02:00');
    checkDate('date', '2026-01-15');
  });

  it.each([0, 501, 1.5, Number.NaN, Infinity, '7', null])('refuse %j as a limit of 1 to 500', (value) => {
    expect(() => checkInteger('limit', value as number, 1, 500)).toThrow(refused);
    expect(() => checkInteger('limit', value as number, 1, 500)).toThrow(
      /limit must be a whole number from 1 to 500/,
    );
  });

  it('say what to pass', () => {
    expect(() => checkOneOf('order', 'up', ['asc', 'desc'])).toThrow(
      'order must be one of asc, desc, not "up".',
    );
    expect(() => checkTime('since', 'yesterday')).toThrow(/since must be an ISO 8601 timestamp/);
    expect(() => checkDate('date', '2026-01-15T10:30:00Z')).toThrow(/date must be a day/);
    expect(() => checkDate('date', '2026-02-30')).toThrow(/date must be a day/);
  });

  it('clamp brings a number within bounds', () => {
    expect([clamp(0, 1, 10), clamp(5.9, 1, 10), clamp(Infinity, 1, 10)]).toEqual([1, 5, 10]);
  });
});
