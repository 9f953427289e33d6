/** The recent error rate of each run. */
import type { LogLevel } from '../entry.js';
import { refuse } from '../lib/arguments.js';
import { systemClock, type Clock } from '../lib/clock.js';
import { createCounted } from './counted.js';
import type { ViewSource } from './view-source.js';

/** Default window in milliseconds. */
const WINDOW = 5 * 60_000;
/** The window moves in steps of this fraction of it. */
const STEPS = 30;
/** Runs counted separately; one more replaces the one that has been silent longest. */
const MAX_RUNS = 200;
/** Labels that can name a run; the first of these that a line has is used. */
const LABELS = [
  'job_run_id',
  'task_run_id',
  'codespace_task_id',
  'service',
  'task_name',
  'step_name',
] as const;

/** Options of {@link createErrorRates}. */
export interface ErrorRateOptions {
  /** The label by which lines are grouped. Default: the first of `job_run_id`, `task_run_id`, `codespace_task_id`, `service`, `task_name` and `step_name` that a line has. */
  readonly by?: string;
  /** How far back from the newest line to count, in milliseconds. Default 300,000 (five minutes). */
  readonly window?: number;
}

/** The error rate of one run, task or service. */
export interface ErrorRate {
  /** Value of the label; empty for lines without one. */
  readonly run: string;
  readonly lines: number;
  /** Lines of level `error` and `fatal`. */
  readonly errors: number;
  /** `errors / lines`, between 0 and 1. */
  readonly rate: number;
}

/** See {@link createErrorRates}. */
export interface ErrorRatesReader {
  /** Sorted by number of errors, highest first. Returns the same array until something changes. */
  getRates(): readonly ErrorRate[];
  /** Some of the lines held are not counted yet. */
  readonly pending: boolean;
  /** Calls the listener after every change. Returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void;
  /** Stops following the source. */
  dispose(): void;
}

type Labels = Readonly<Record<string, string>>;

interface Counts {
  lines: number;
  errors: number;
}

/**
 * Counts lines and errors by run over the last `window` milliseconds of the log's own time, so that it also works for a finished log. Lines that
 * have since left the buffer still count; `clear()` starts over. More than 16,384 lines are counted in slices of 8 ms, and `pending` says that some are
 * left. Throws `invalid-argument` for a window of 0 or less.
 */
export function createErrorRates<Raw>(
  source: ViewSource<Raw>,
  { by, window = WINDOW, clock = systemClock }: ErrorRateOptions & { readonly clock?: Clock } = {},
): ErrorRatesReader {
  if (!(window > 0 && Number.isFinite(window))) refuse('window', 'a number of milliseconds above 0', window);
  const step = window / STEPS;
  /** Counts by run (most recently active last) and by step of the window. */
  const runs = new Map<string, Map<number, Counts>>();
  let newest = -Infinity;

  function runOf(labels: Labels): string {
    if (by !== undefined) return labels[by] ?? '';
    for (const name of LABELS) if (labels[name] !== undefined) return labels[name];
    return '';
  }

  function add(time: number | undefined, level: LogLevel, labels: Labels): void {
    if (time === undefined || time <= newest - window) return;
    newest = Math.max(newest, time);
    const run = runOf(labels);
    const parts = runs.get(run) ?? new Map<number, Counts>();
    const at = Math.floor(time / step);
    let counts = parts.get(at);
    if (!counts) {
      parts.set(at, (counts = { lines: 0, errors: 0 }));
      // The run is the most recently active one. Done once per step and not for each line, to save time.
      runs.delete(run);
      runs.set(run, parts);
      if (runs.size > MAX_RUNS) runs.delete(runs.keys().next().value as string);
    }
    counts.lines += 1;
    if (level === 'error' || level === 'fatal') counts.errors += 1;
  }

  /** Forgets what is older than the window. */
  function forget(): boolean {
    const oldest = Math.floor((newest - window) / step);
    for (const [run, parts] of runs) {
      for (const at of parts.keys()) if (at <= oldest) parts.delete(at);
      if (parts.size === 0) runs.delete(run);
    }
    return false;
  }

  function read(): readonly ErrorRate[] {
    const rates: ErrorRate[] = [];
    for (const [run, parts] of runs) {
      let lines = 0;
      let errors = 0;
      for (const counts of parts.values()) {
        lines += counts.lines;
        errors += counts.errors;
      }
      rates.push({ run, lines, errors, rate: errors / lines });
    }
    return rates.sort((a, b) => b.errors - a.errors || b.lines - a.lines || (a.run < b.run ? -1 : 1));
  }

  const rates = createCounted<Raw, readonly ErrorRate[]>(source, clock, {
    reset() {
      runs.clear();
      newest = -Infinity;
    },
    single(item) {
      if (item.kind === 'log') add(item.time, item.level, item.labels);
    },
    packed(block, from, to) {
      for (let at = from; at < to; at++) add(block.time(at), block.level(at), block.labels(at));
    },
    keeps: true,
    settle: forget,
    read,
  });
  return {
    getRates: rates.get,
    get pending() {
      return rates.pending;
    },
    subscribe: rates.subscribe,
    dispose: rates.dispose,
  };
}
