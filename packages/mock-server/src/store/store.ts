import { checkOptions } from '../backend/check-options.js';
import { systemClock } from '../lib/clock.js';
import type { Clock } from '../lib/clock.js';
import { momentAt } from '../lib/stamp.js';
import type { Moment } from '../lib/stamp.js';
import { checkFields } from '../lib/fields.js';
import { Ring } from './ring.js';
import { Run } from './run.js';
import { RUN } from './run-fields.js';
import type { LineSource, RunChange, RunHost, RunInit } from './run.js';
import type { LogLine } from './log-line.js';
import type { LogSink } from './log-sink.js';

/** Options of {@link createStore}. */
export interface StoreOptions {
  /** Lines that a run can replay: the circular buffer of prismq and containers. Default 10,000. */
  readonly memoryLines?: number;
  /** Rows that a run keeps for the backends that simulate a database (codespace, stratal). Default 100,000. */
  readonly rows?: number;
  /** Where all of a run's lines are kept for downloads. Default: nowhere, so that a download has the rows held. */
  readonly sink?: (run: { readonly id: string }) => LogSink;
  readonly clock?: Clock;
}

/** Hears of every change of a store. */
export type StoreListener = (run: Run, change: RunChange | 'created' | 'removed') => void;

/** The memory that all four backends share. */
export interface Store {
  readonly memoryLines: number;
  readonly rows: number;
  readonly clock: Clock;
  /** Lines that belong to no run: stratal's system log. Not part of `runs()`. */
  readonly system: Run;
  /** The lines of all runs and the system, by row, in the order they were written. */
  readonly feed: LineSource;
  /** Whether each run has a sink. */
  readonly keepsFiles: boolean;
  /** `sink` replaces the one of the store. Throws if the id is taken. */
  createRun(init: RunInit, sink?: LogSink): Run;
  run(id: string): Run | undefined;
  /** In the order they were created. */
  runs(): Run[];
  /** Removes a run and its file. Returns false if there is none. */
  removeRun(id: string): boolean;
  /** Calls `listener` for every change of every run; returns the undo. */
  subscribe(listener: StoreListener): () => void;
  /** Closes the sinks. */
  close(): Promise<void>;
}

/** An empty store. */
export function createStore(options: StoreOptions = {}): Store {
  checkOptions(options);
  const memoryLines = options.memoryLines ?? 10_000;
  const rows = Math.max(options.rows ?? 100_000, memoryLines);
  const clock = options.clock ?? systemClock;
  const runs = new Map<string, Run>();
  /** Files of removed runs that are being deleted. */
  const leaving = new Set<Promise<void>>();
  const listeners = new Set<StoreListener>();
  const feedListeners = new Set<() => void>();
  const feed = new Ring<LogLine>(rows);
  let last: Moment = { micros: 0, nanos: 0 };

  const emit = (run: Run, change: RunChange | 'created' | 'removed'): void => {
    for (const listener of listeners) listener(run, change);
  };
  const host: RunHost = {
    rows,
    memoryLines,
    nextRow: () => feed.next + 1,
    // Grows by at least a microsecond, so that a burst within one clock tick keeps distinct timestamps.
    tick: () => (last = { micros: Math.max(momentAt(clock.now()).micros, last.micros + 1), nanos: 0 }),
    lastMoment: () => (last.micros === 0 ? host.tick() : last),
    wrote: (line) => {
      feed.push(line);
    },
    changed: (run, change) => {
      if (change === 'lines') for (const listener of feedListeners) listener();
      emit(run, change);
    },
  };

  const newRun = (init: RunInit, sink?: LogSink): Run =>
    new Run(init, host, sink ?? options.sink?.({ id: init.id }));
  const system = newRun({ id: 'system', title: 'System', kind: 'system' });

  return {
    memoryLines,
    rows,
    clock,
    system,
    feed: {
      get first() {
        return feed.first;
      },
      get next() {
        return feed.next;
      },
      get: (position) => feed.get(position),
      onLines: (listener) => {
        feedListeners.add(listener);
        return () => feedListeners.delete(listener);
      },
    },
    keepsFiles: options.sink !== undefined,
    createRun: (init, sink) => {
      checkFields(RUN, init);
      if (runs.has(init.id))
        throw new Error(`There is already a run "${init.id}". Remove it first, or use another id.`);
      const run = newRun(init, sink);
      runs.set(run.id, run);
      emit(run, 'created');
      return run;
    },
    run: (id) => runs.get(id),
    runs: () => [...runs.values()],
    removeRun: (id) => {
      const run = runs.get(id);
      if (!run) return false;
      runs.delete(id);
      const discarded = (run.sink?.discard() ?? Promise.resolve()).finally(() => leaving.delete(discarded));
      leaving.add(discarded);
      emit(run, 'removed');
      return true;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      await Promise.all([...leaving, ...[system, ...runs.values()].map(async (run) => run.sink?.close())]);
    },
  };
}
