import { systemClock } from '../lib/clock.js';
import type { Clock } from '../lib/clock.js';
import type { Moment } from '../lib/stamp.js';
import { Ring } from './ring.js';
import { Run } from './run.js';
import type { LineSource, RunChange, RunHost, RunInit } from './run.js';
import type { LogLine } from './log-line.js';
import type { LogSink } from './log-sink.js';

export interface StoreOptions {
  /** The circular buffer of prismq and the containers: lines a run can replay. Default 10,000. */
  readonly memoryLines?: number;
  /** Rows a run keeps for the backends that stand for a database (codespace, stratal). Default 100,000. */
  readonly rows?: number;
  /** Where all of a run's lines go, for downloads. Default: nowhere, a download has the rows held. */
  readonly sink?: (run: { readonly id: string }) => LogSink;
  readonly clock?: Clock;
}

export type StoreListener = (run: Run, change: RunChange | 'created' | 'removed') => void;

/** The one memory under all four backends. */
export interface Store {
  readonly memoryLines: number;
  readonly rows: number;
  readonly clock: Clock;
  /** Lines that belong to no run: stratal's system log. Not part of `runs()`. */
  readonly system: Run;
  /** The lines of all runs and the system, by row, in the order they were written. */
  readonly feed: LineSource;
  /** Whether runs get a sink of their own. */
  readonly keepsFiles: boolean;
  /** `sink` takes the place of the store's own. Throws when the id is taken. */
  createRun(init: RunInit, sink?: LogSink): Run;
  run(id: string): Run | undefined;
  /** In the order they were created. */
  runs(): Run[];
  /** Forgets a run and its file. False when there is none. */
  removeRun(id: string): boolean;
  /** Hears of every change of every run; returns the undo. */
  subscribe(listener: StoreListener): () => void;
  /** Closes the sinks. */
  close(): Promise<void>;
}

/** An empty store. */
export function createStore(options: StoreOptions = {}): Store {
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
    // Strictly growing by a microsecond at least, so that a burst within one clock tick keeps distinct stamps.
    tick: () => (last = { micros: Math.max(Math.round(clock.now() * 1000), last.micros + 1), nanos: 0 }),
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
      if (runs.has(init.id))
        throw new Error(`There is already a run "${init.id}". Remove it first, or take another id.`);
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
