import { compileFilter, LOG_LEVELS, type LogEntry, type LogFilter } from '@tailrace/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chosenLevels, withLevels } from './chosen-levels.js';

const level = fc.constantFrom(...LOG_LEVELS);
const filter: fc.Arbitrary<LogFilter> = fc.record(
  { levels: fc.array(level), minLevel: level, text: fc.constant('line') },
  { requiredKeys: [] },
);
const passing = (given: LogFilter) =>
  LOG_LEVELS.filter((each) => compileFilter(given)({ level: each, message: 'a line' } as LogEntry));

describe('the levels of a filter', () => {
  it('are those whose lines pass', () => {
    fc.assert(
      fc.property(filter, (given) => {
        expect(chosenLevels(given)).toEqual(passing(given));
      }),
    );
  });

  it('are what is chosen instead, whatever was asked for before', () => {
    fc.assert(
      fc.property(filter, fc.subarray([...LOG_LEVELS]), (given, levels) => {
        expect(chosenLevels(withLevels(given, levels))).toEqual(levels);
        expect(withLevels(given, levels).text).toBe(given.text);
        expect(chosenLevels(withLevels(given, undefined))).toEqual(LOG_LEVELS);
      }),
    );
  });
});
