import type { Ledger, LogItem } from '@tailrace/core';

/** An item as text: its message, or the reason and size of a gap. */
export const textOf = (item: LogItem): string =>
  item.kind === 'log' ? item.message : `gap ${item.reason} ${item.missing ?? '?'}`;

/** Lines received but not accounted for; must be 0. */
export const balanceOf = (ledger: Ledger): number =>
  ledger.received - ledger.stored - ledger.duplicates - ledger.dropped - ledger.malformed;
