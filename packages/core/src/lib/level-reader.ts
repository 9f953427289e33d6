/** The words and numbers that servers and programs use for the severity of a line. */
import { LOG_LEVELS, type LogLevel } from '../entry.js';
import { checkOneOf } from './arguments.js';

const WORDS: Readonly<Record<LogLevel, string>> = {
  trace: 'trace trc verbose silly finest finer',
  debug: 'debug dbg debu',
  info: 'info inf information informational notice success ok log',
  warn: 'warn warning wrn',
  error: 'error err eror erro severe',
  fatal: 'fatal ftl critical crit panic alert emerg emergency dpanic',
};

/** Contains both lower and upper case, so that the usual spellings need no conversion. */
const TABLE: ReadonlyMap<string, LogLevel> = new Map(
  LOG_LEVELS.flatMap((level) =>
    WORDS[level].split(' ').flatMap((word): [string, LogLevel][] => [
      [word, level],
      [word.toUpperCase(), level],
    ]),
  ),
);

/** Maps a word or number to a level; undefined if it is none. */
export type LevelReader = (word: unknown) => LogLevel | undefined;

/** The numbers of pino and bunyan: 10 trace … 60 fatal. */
function levelOfNumber(number: number): LogLevel | undefined {
  if (!(number >= 10 && number <= 60)) return undefined;
  return LOG_LEVELS[Math.floor(number / 10) - 1];
}

/** The level for a word (in any case) or a pino level number; undefined if it is none. */
export const levelOf: LevelReader = (word) => {
  if (typeof word === 'string') return TABLE.get(word) ?? TABLE.get(word.trim().toLowerCase());
  return typeof word === 'number' ? levelOfNumber(word) : undefined;
};

/**
 * Creates a reader in which the words of `overrides`, in any case, take precedence. Throws `invalid-argument` for a value that is not a
 * level.
 */
export function createLevelReader(overrides: Readonly<Record<string, LogLevel>> | undefined): LevelReader {
  if (!overrides) return levelOf;
  const own = new Map<string, LogLevel>();
  for (const word of Object.keys(overrides)) {
    const level = overrides[word];
    if (level === undefined) continue;
    checkOneOf(`levels.${word}`, level, LOG_LEVELS);
    own.set(word.trim().toLowerCase(), level);
  }
  if (own.size === 0) return levelOf;
  return (word) => {
    if (typeof word !== 'string' && typeof word !== 'number') return undefined;
    return own.get(String(word).trim().toLowerCase()) ?? levelOf(word);
  };
}
