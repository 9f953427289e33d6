import { EMPTY_LEDGER, type LogStreamSnapshot, type LogView } from '@tailrace/core';

/** A view of nothing. */
export const EMPTY_VIEW: LogView = Object.freeze({
  length: 0,
  at: () => undefined,
  rowOf: () => -1,
  rowAtOrAfter: () => 0,
  slice: () => [],
  [Symbol.iterator]: () => [][Symbol.iterator](),
});

/** What is known of a log before its stream is open. */
export const IDLE_SNAPSHOT: LogStreamSnapshot = Object.freeze({
  status: 'idle',
  view: EMPTY_VIEW,
  items: [],
  error: undefined,
  ledger: EMPTY_LEDGER,
  arrived: 0,
  progress: undefined,
  retry: undefined,
  transport: undefined,
  history: 'unknown',
  outcome: undefined,
});
