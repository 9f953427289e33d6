import type { LogView } from '../buffer/log-view.js';
import { EMPTY_LEDGER } from '../entry.js';
import type { LogStreamSnapshot } from '../stream-types.js';

/** An empty view. */
export const EMPTY_VIEW: LogView = Object.freeze({
  length: 0,
  at: () => undefined,
  rowOf: () => -1,
  rowAtOrAfter: () => 0,
  slice: () => [],
  [Symbol.iterator]: () => [][Symbol.iterator](),
});

/** The snapshot to use before there is a stream. */
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
