import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOG_LEVELS, type LogLevel } from '../entry.js';
import { createLevelReader, levelOf } from './level-reader.js';

describe('levelOf', () => {
  it.each([
    ['TRACE', 'trace'],
    ['Debug', 'debug'],
    ['info', 'info'],
    ['notice', 'info'],
    ['success', 'info'],
    ['WARNING', 'warn'],
    ['Warn', 'warn'],
    ['err', 'error'],
    ['ERROR', 'error'],
    ['CRITICAL', 'fatal'],
    ['panic', 'fatal'],
    [' error ', 'error'],
    [10, 'trace'],
    [30, 'info'],
    [35, 'info'],
    [60, 'fatal'],
  ])('takes %j for %s', (word, level) => {
    expect(levelOf(word)).toBe(level);
  });

  it.each([
    '',
    'loud',
    '__proto__',
    'constructor',
    'toString',
    0,
    9,
    61,
    Number.NaN,
    null,
    undefined,
    {},
    ['error'],
    true,
  ])('does not know %j', (word) => {
    expect(levelOf(word)).toBeUndefined();
  });

  it('knows every level name in any case', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LOG_LEVELS),
        fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }),
        (level, upper) => {
          const word = [...level].map((letter, at) => (upper[at] ? letter.toUpperCase() : letter)).join('');
          expect(levelOf(word)).toBe(level);
        },
      ),
    );
  });
});

describe('createLevelReader', () => {
  it('prefers the configured words and keeps the others', () => {
    const read = createLevelReader({ thinking: 'debug', Info: 'trace', '30': 'warn' });
    expect([read('Thinking'), read('INFO'), read(30), read('error'), read('nonsense')]).toEqual([
      'debug',
      'trace',
      'warn',
      'error',
      undefined,
    ]);
  });

  it('refuses an unknown level', () => {
    expect(() => createLevelReader({ thinking: 'loud' as LogLevel })).toThrowError(
      /levels\.thinking must be one of trace/,
    );
  });
});
