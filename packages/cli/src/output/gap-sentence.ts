import type { GapReason, LogGap } from '@tailrace/core';

const REASONS: Readonly<Record<GapReason, string>> = {
  evicted: 'the server no longer held them',
  outage: 'they were written while there was no connection',
  overflow: 'they came faster than they were taken',
  oversize: 'larger than the message cap',
  epoch: 'the server began its log anew',
};

/** What is missing, why, and between which stamps. */
export function gapSentence(gap: LogGap): string {
  const count =
    gap.missing === undefined ? 'lines are missing' : gap.missing === 1 ? '1 line is missing' : `${gap.missing} lines are missing`;
  const after = gap.from === undefined ? '' : ` after ${gap.from}`;
  const before = gap.to === undefined ? '' : ` before ${gap.to}`;
  return `${count}${after}${before}: ${REASONS[gap.reason]}`;
}
