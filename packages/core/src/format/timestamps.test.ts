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

  it('shows the local time of day, even across daylight saving changes', () => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const aYear = Array.from({ length: 366 * 8 }, (_, at) => line.time + at * 3 * 3_600_000);
    const told = (options: { readonly timeZone?: string }): string[] =>
      aYear.map((time) => formatTimestamp({ time }, { mode: 'local', ...options }));
    expect(told({})).toEqual(told({ timeZone }));
  });

  it('shows the date, too, which is another one elsewhere', () => {
    const late = { time: Date.parse('2026-02-28T23:30:00.5Z') };
    const told = (timeZone: string) => formatTimestamp(late, { mode: 'date', timeZone });
    expect(told('UTC')).toBe('2026-02-28 23:30:00.500');
    expect(told('Europe/Vienna')).toBe('2026-03-01 00:30:00.500');
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    expect(formatTimestamp(late, { mode: 'date' })).toBe(told(timeZone));
  });

  it('cuts or pads to the requested number of digits', () => {
    expect(formatTimestamp(line, { mode: 'utc', digits: 0 })).toBe('10:31:02');
    expect(formatTimestamp(line, { mode: 'utc', digits: 6 })).toBe('10:31:02.123456');
    expect(formatTimestamp({ time: line.time }, { mode: 'iso', digits: 9 })).toBe(
      '2026-03-01T10:31:02.123000000Z',
    );
  });

  it('shows the time of day of years before 0 and after 9999, too, such as of microseconds taken for milliseconds', () => {
    for (const year of ['-000753', '+058146']) {
      const time = Date.parse(`${year}-04-21T10:31:02.500Z`);
      expect(formatTimestamp({ time }, { mode: 'utc' })).toBe('10:31:02.500');
      expect(formatTimestamp({ time }, { mode: 'iso' })).toBe(`${year}-04-21T10:31:02.500Z`);
    }
  });

  it('shows a timestamp as sent if it cannot be parsed', () => {
    expect(formatTimestamp({ timestamp: 'yesterday' }, { mode: 'utc' })).toBe('yesterday');
    expect(formatTimestamp({}, { mode: 'local' })).toBe('');
  });

  it('shows how long ago, and how long since the previous line', () => {
    expect(formatTimestamp(line, { mode: 'relative', now: line.time + 125_000, locale: 'en' })).toMatch(
      /2 min/,
    );
    expect(formatTimestamp(line, { mode: 'relative', now: line.time + 400, locale: 'en' })).toMatch(
      /^0 .*ago$/,
    );
    expect(formatTimestamp(line, { mode: 'delta', previous: line.time - 12 })).toBe('+12 ms');
    expect(formatTimestamp(line, { mode: 'delta', previous: line.time - 83_400 })).toBe('+1:23.4');
    expect(formatTimestamp(line, { mode: 'delta', previous: line.time - 119_960 })).toBe('+1:59.9');
    expect(formatTimestamp(line, { mode: 'delta', previous: line.time - 7_199_990 })).toBe('+1:59:59.9');
    expect(formatTimestamp(line, { mode: 'delta', previous: line.time + 5 })).toBe('−5 ms');
  });

  it('shows the time since the previous line with the digits that both have', () => {
    const since = (previousTimestamp: string): string => {
      const previous = Date.parse(`${previousTimestamp.slice(0, 23)}Z`);
      return formatTimestamp(line, { mode: 'delta', previous, previousTimestamp });
    };
    expect(since('2026-03-01T10:31:02.123456700Z')).toBe('+0.000089 ms');
    expect(since('2026-03-01T10:31:02.123456789Z')).toBe('+0.000000 ms');
    expect(since('2026-03-01T10:31:02.124000000Z')).toBe('−0.543211 ms');
    expect(since('2026-03-01T10:31:02.111999Z')).toBe('+11.457 ms');
    expect(since('2026-03-01T10:31:00.999999999Z')).toBe('+1.123456790 s');
    expect(since('2026-03-01T10:31:02.111Z')).toBe('+12 ms');
    expect(since('2026-03-01T10:29:02.111999999Z')).toBe('+2:00.0');
    // A timestamp that does not belong to the time is ignored.
    const other = { mode: 'delta', previous: line.time - 12, previousTimestamp: '10:31:02.999999' } as const;
    expect(formatTimestamp(line, other)).toBe('+12 ms');
  });
});
