/** Severities as words and letters, and their order. */
import { LOG_LEVELS, type LogLevel } from '../entry.js';

/** What is shown where a whole word has no room. Distinct, so that colour is never the only sign. */
export const LEVEL_LETTERS: Readonly<Record<LogLevel, string>> = Object.freeze({
  trace: 'T',
  debug: 'D',
  info: 'I',
  warn: 'W',
  error: 'E',
  fatal: 'F',
});

const RANKS = Object.fromEntries(LOG_LEVELS.map((level, rank) => [level, rank])) as Record<LogLevel, number>;

/** 0 for the least severe. */
export function levelRank(level: LogLevel): number {
  return RANKS[level];
}

/** Whether `level` is as severe as `least`, or more. */
export function isAtLeast(level: LogLevel, least: LogLevel): boolean {
  return RANKS[level] >= RANKS[least];
}
