import { LogStreamError } from '@tailrace/core';

/** What was made, or why it was refused. */
export interface Attempt<T> {
  readonly made?: T;
  readonly refused?: LogStreamError;
}

/** Returns what `make` returns, or the `LogStreamError` that it throws; any other error is a bug, and surfaces. */
export function attempt<T>(make: () => T): Attempt<T> {
  try {
    return { made: make() };
  } catch (thrown) {
    if (thrown instanceof LogStreamError) return { refused: thrown };
    throw thrown;
  }
}
