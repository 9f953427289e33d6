import type { LogView } from '@tailrace/core';

/** A view of nothing. */
export const EMPTY_VIEW: LogView = Object.freeze({
  length: 0,
  at: () => undefined,
  rowOf: () => -1,
  rowAtOrAfter: () => 0,
  slice: () => [],
  [Symbol.iterator]: () => [][Symbol.iterator](),
});
