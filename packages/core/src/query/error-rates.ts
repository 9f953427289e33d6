/** How many of the lines of each run were errors, over the last while: what an operator looks at first. */
import type { BufferChange, LogView } from '../buffer/log-view.js';
import type { LogItem } from '../entry.js';
import { invalidArgument } from '../errors.js';
import { createEmitter } from '../lib/emitter.js';
import type { ViewSource } from './view-source.js';

/** Milliseconds that are looked back where the caller does not say. */
const WINDOW = 5 * 60_000;
/** Parts of the window that come and go as a whole. */
const STEPS = 30;
/** Runs that are told apart; the one that was silent longest goes for a new one. */
const MAX_RUNS = 200;
/** Labels that name what a line is about, the first that a line has counts. */
const LABELS = [
  'job_run_id',
  'task_run_id',
  'codespace_task_id',
  'service',
  'task_name',
  'step_name',
] as const;

export interface ErrorRateOptions {
  /** Label whose values are told apart. Default: the first of `job_run_id`, `task_run_id`, `codespace_task_id`, `service`, `task_name` and `step_name` that a line has. */
  readonly by?: string;
  /** Milliseconds before the newest line that count. Default five minutes. */
  readonly window?: number;
}

/** One run, task or service. */
export interface ErrorRate {
  /** Value of the label; empty for lines that have none. */
  readonly run: string;
  readonly lines: number;
  /** Lines of level `error` and `fatal`. */
  readonly errors: number;
  /** `errors / lines`, 0 to 1. */
  readonly rate: number;
}

export interface ErrorRatesReader {
  /** Most errors first. The same array until something changes. */
  getRates(): readonly ErrorRate[];
  subscribe(listener: () => void): () => void;
  dispose(): void;
}

interface Counts {
  lines: number;
  errors: number;
}

/**
 * Counts lines and errors by run over the last `window` of the log's own time, so that an old log tells how it ended. Lines that left
 * the buffer since still count; `clear()` begins anew. Throws `invalid-argument` for a window that is not above 0.
 */
export function createErrorRates<Raw>(
  source: ViewSource<Raw>,
  { by, window = WINDOW }: ErrorRateOptions = {},
): ErrorRatesReader {
  if (!(window > 0 && Number.isFinite(window)))
    throw invalidArgument(`A window is a number of milliseconds above 0, not ${String(window)}.`);
  const events = createEmitter<{ change: () => void }>();
  const step = window / STEPS;
  /** By run, the one that was heard last at the end; within it by part of the window. */
  const runs = new Map<string, Map<number, Counts>>();
  let newest = Number.NEGATIVE_INFINITY;
  let cached: readonly ErrorRate[] | undefined;

  function runOf(labels: Readonly<Record<string, string>>): string {
    if (by !== undefined) return labels[by] ?? '';
    for (const name of LABELS) if (labels[name] !== undefined) return labels[name];
    return '';
  }

  function add(item: LogItem<Raw>): void {
    if (item.kind === 'gap' || item.time === undefined || item.time <= newest - window) return;
    newest = Math.max(newest, item.time);
    const run = runOf(item.labels);
    const parts = runs.get(run) ?? new Map<number, Counts>();
    const at = Math.floor(item.time / step);
    let counts = parts.get(at);
    if (!counts) {
      parts.set(at, (counts = { lines: 0, errors: 0 }));
      // Only where time went on: a line must not cost the order of all runs.
      runs.delete(run);
      runs.set(run, parts);
      if (runs.size > MAX_RUNS) runs.delete(runs.keys().next().value as string);
    }
    counts.lines += 1;
    if (item.level === 'error' || item.level === 'fatal') counts.errors += 1;
  }

  function forget(): void {
    const oldest = Math.floor((newest - window) / step);
    for (const [run, parts] of runs) {
      for (const at of parts.keys()) if (at <= oldest) parts.delete(at);
      if (parts.size === 0) runs.delete(run);
    }
  }

  function recount(view: LogView<Raw>): void {
    runs.clear();
    newest = Number.NEGATIVE_INFINITY;
    for (const item of view) add(item);
  }

  function update(change: BufferChange<Raw>, view: LogView<Raw>): void {
    if (change.replaced) recount(view);
    else {
      for (const item of change.prepended) add(item);
      for (const item of change.appended) add(item);
    }
    forget();
    cached = undefined;
    events.emit('change');
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

  recount(source.getSnapshot().view);
  forget();
  const undo = source.observe(update);
  return {
    getRates: () => (cached ??= read()),
    subscribe: (listener) => events.on('change', listener),
    dispose() {
      undo();
      events.clear();
    },
  };
}
