import type { Ledger, LogItem } from '@tailrace/core';

/** What a person would call an item: its message, or what is missing. */
export const textOf = (item: LogItem): string =>
  item.kind === 'log' ? item.message : `gap ${item.reason} ${item.missing ?? '?'}`;

/** 0: every line that arrived is accounted for. */
export const balanceOf = (ledger: Ledger): number =>
  ledger.received - ledger.stored - ledger.duplicates - ledger.dropped - ledger.malformed;
