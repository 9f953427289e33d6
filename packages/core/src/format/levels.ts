/** The letters and the order of severities. */
import { LOG_LEVELS, type LogLevel } from '../entry.js';

/** One letter per level, where there is no room for the word. Each is different, so that colour is never the only difference. */
export const LEVEL_LETTERS: Readonly<Record<LogLevel, string>> = Object.freeze({
  trace: 'T',
  debug: 'D',
  info: 'I',
  warn: 'W',
  error: 'E',
  fatal: 'F',
});

const RANKS = Object.fromEntries(LOG_LEVELS.map((level, rank) => [level, rank])) as Record<LogLevel, number>;

/** The rank of a level; 0 is the least severe. */
export function levelRank(level: LogLevel): number {
  return RANKS[level];
}

/** Whether `level` is at least as severe as `least`. */
export function isAtLeast(level: LogLevel, least: LogLevel): boolean {
  return RANKS[level] >= RANKS[least];
}
