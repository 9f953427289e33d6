import { EMPTY_LEDGER, type LogStreamSnapshot } from '@tailrace/core';
import { EMPTY_VIEW } from './empty-view.js';

/** The snapshot of no stream. */
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
