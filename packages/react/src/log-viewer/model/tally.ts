/** Counts what arrives while nobody follows: exactly, however fast it comes and goes again. */
import type { LogEntry, LogStream } from '@tailrace/core';

/** What arrived. */
export interface Arrivals {
  readonly lines: number;
  readonly errors: number;
}

/** A count that can be started anew. */
export interface Tally {
  /** Counts from zero. */
  start(): void;
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
  return {
    start() {
      stop();
      undo = stream.on('entries', (entries) => {
        let { lines, errors } = arrivals;
        for (const entry of entries) {
          if (!shows(entry)) continue;
          lines += 1;
          if (entry.level === 'error' || entry.level === 'fatal') errors += 1;
        }
        arrivals = { lines, errors };
      });
    },
    stop,
    read: () => arrivals,
  };
}
