import type { LogGap, LogItem } from '@tailrace/core';

/** The rows that stand for lines that a filter hides. */
export const separators = new WeakSet<LogItem>();

/** Whether the item stands for lines that the filter hides; `missing` says how many. */
export function isSeparator(item: LogItem): item is LogGap {
  return separators.has(item);
}
