import { describe, expect, it } from 'vitest';
import { formatTimestamp } from './timestamps.js';

const line = { timestamp: '2026-03-01T10:31:02.123456789Z', time: Date.parse('2026-03-01T10:31:02.123Z') };

describe('formatTimestamp', () => {
  it('keeps every digit that was sent', () => {
    expect(formatTimestamp(line, { mode: 'utc' })).toBe('10:31:02.123456789');
    expect(formatTimestamp(line, { mode: 'iso' })).toBe('2026-03-01T10:31:02.123456789Z');
    expect(formatTimestamp(line, { mode: 'local', timeZone: 'Asia/Kolkata' })).toBe('16:01:02.123456789');
    expect(
      formatTimestamp({ timestamp: '2026-03-01T10:31:02Z', time: line.time - 123 }, { mode: 'utc' }),
    ).toBe('10:31:02.000');
    expect(formatTimestamp(line, { mode: 'raw' })).toBe(line.timestamp);
  });

  it('cuts or fills up to the digits that are asked for', () => {
    expect(formatTimestamp(line, { mode: 'utc', digits: 0 })).toBe('10:31:02');
    expect(formatTimestamp(line, { mode: 'utc', digits: 6 })).toBe('10:31:02.123456');
    expect(formatTimestamp({ time: line.time }, { mode: 'iso', digits: 9 })).toBe(
      '2026-03-01T10:31:02.123000000Z',
    );
  });

  it('shows what there is when a stamp cannot be read', () => {
    expect(formatTimestamp({ timestamp: 'yesterday' }, { mode: 'utc' })).toBe('yesterday');
    expect(formatTimestamp({}, { mode: 'local' })).toBe('');
  });

  it('tells how long ago, and how long since the line before', () => {
    expect(formatTimestamp(line, { mode: 'relative', now: line.time + 125_000, locale: 'en' })).toMatch(
      /2 min/,
    );
    expect(formatTimestamp(line, { mode: 'relative', now: line.time + 400, locale: 'en' })).toMatch(
      /^0 .*ago$/,
    );
    expect(formatTimestamp(line, { mode: 'delta', previous: line.time - 12 })).toBe('+12 ms');
    expect(formatTimestamp(line, { mode: 'delta', previous: line.time - 83_400 })).toBe('+1:23.4');
    expect(formatTimestamp(line, { mode: 'delta', previous: line.time + 5 })).toBe('−5 ms');
  });
});
