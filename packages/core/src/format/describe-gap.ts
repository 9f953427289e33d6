import type { LogGap } from '../entry.js';

/** Describes a gap in an English sentence. */
export function describeGap(gap: LogGap): string {
  const count =
    gap.missing === undefined ? 'Lines are' : gap.missing === 1 ? '1 line is' : `${gap.missing} lines are`;
  const range = gap.from !== undefined && gap.to !== undefined ? ` between ${gap.from} and ${gap.to}` : '';
  return `${count} missing here${range} (${gap.reason})`;
}
