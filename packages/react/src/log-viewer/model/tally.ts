/** Counts the lines that arrive while the end is not followed: exactly, even if they leave the buffer again. */
import type { LogEntry, LogItem, LogStream } from '@tailrace/core';
import { isError } from './error-lines.js';

/** Number of lines that have arrived and pass the filter. */
export interface Arrivals {
  readonly lines: number;
  /** How many of them have the level error or fatal. */
  readonly errors: number;
}

/** A count that can be restarted. */
export interface Tally {
  /** Counts from zero. */
  start(): void;
  /** Counts these, too; nothing while it is stopped. */
  add(items: readonly LogItem[]): void;
  /** Stops, and forgets. */
  stop(): void;
  read(): Arrivals;
}

const NOTHING: Arrivals = Object.freeze({ lines: 0, errors: 0 });

/** Counts the lines that `shows` lets through. */
export function createTally(stream: Pick<LogStream, 'on'>, shows: (entry: LogEntry) => boolean): Tally {
  let undo: (() => void) | undefined;
  let arrivals = NOTHING;
  const stop = (): void => {
    undo?.();
    undo = undefined;
    arrivals = NOTHING;
  };
  const count = (items: readonly LogItem[]): void => {
    let { lines, errors } = arrivals;
    for (const item of items) {
      if (item.kind === 'gap') continue;
      lines += 1;
      if (isError(item.level)) errors += 1;
    }
    arrivals = { lines, errors };
  };
  return {
    start() {
      stop();
      undo = stream.on('entries', (entries) => count(entries.filter(shows)));
    },
    add(items) {
      if (undo) count(items);
    },
    stop,
    read: () => arrivals,
  };
}
