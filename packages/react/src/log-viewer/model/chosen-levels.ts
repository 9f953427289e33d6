/** The levels that a filter lets through, however it says so, and the filter with others. Pure. */
import { LOG_LEVELS, type LogFilter, type LogLevel } from '@tailrace/core';

/** Levels of which a filter lets lines through, the least severe first. */
export function chosenLevels({ levels = LOG_LEVELS, minLevel = 'trace' }: LogFilter): readonly LogLevel[] {
  return LOG_LEVELS.slice(LOG_LEVELS.indexOf(minLevel)).filter((level) => levels.includes(level));
}

/** The filter with only these levels; undefined: every one. */
export function withLevels(
  { levels: _levels, minLevel: _least, ...rest }: LogFilter,
  levels: readonly LogLevel[] | undefined,
): LogFilter {
  return levels === undefined ? rest : { ...rest, levels };
}
