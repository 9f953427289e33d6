import { describe, expect, it } from 'vitest';
import type { DecodedLine } from '../entry.js';
import { isBefore } from './is-before.js';

const at = (timestamp: string, id?: string): DecodedLine => ({
  level: 'info',
  message: '',
  labels: {},
  raw: undefined,
  timestamp,
  time: Date.parse(timestamp),
  ...(id === undefined ? {} : { id }),
});

describe('isBefore', () => {
  it.each([
    ['a microsecond', '2026-11-29T12:07:48.566599Z', '2026-11-29T12:07:48.566600Z', true],
    ['a nanosecond', '2026-11-29T12:07:48.566599001+02:00', '2026-11-29T12:07:48.566599002+02:00', true],
    ['the other way round', '2026-11-29T12:07:48.566600Z', '2026-11-29T12:07:48.566599Z', false],
    ['nothing', '2026-11-29T12:07:48.566600Z', '2026-11-29T12:07:48.566600Z', false],
    ['a different zone', '2026-11-29T11:07:48.566600+01:00', '2026-11-29T12:07:48.566500+02:00', false],
    ['fewer digits, which may be rounded', '2026-11-29T12:07:48.566Z', '2026-11-29T12:07:48.566600Z', false],
    ['a millisecond', '2026-11-29T12:07:48.566Z', '2026-11-29T12:07:48.567000Z', true],
  ])('within one millisecond, by the timestamp as sent: %s', (_, line, row, before) => {
    expect(isBefore(at(line), at(row))).toBe(before);
  });

  it('lets ids decide among lines with one timestamp', () => {
    const stamp = '2026-11-29T12:07:48.566600Z';
    expect(isBefore(at(stamp, 'a'), at(stamp, 'b'))).toBe(true);
  });
});
