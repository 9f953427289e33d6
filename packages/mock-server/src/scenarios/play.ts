import { checkOptions } from '../backend/check-options.js';
import { systemClock } from '../lib/clock.js';
import type { Clock } from '../lib/clock.js';
import { createRandom } from '../lib/random.js';
import type { CutMode } from '../backend/connections.js';
import type { Run } from '../store/run.js';
import type { LineInput } from '../store/log-line.js';
import type { Scenario, Step } from './scenario.js';

/** How a scenario is played. */
export interface PlayOptions {
  /** Lines per second; default: the scenario's own. */
  readonly rate?: number;
  /** Default: the run's id, so that two runs of one scenario differ. */
  readonly seed?: number | string;
  /** Number of lines to skip at the beginning, along with the steps between them. Default 0. */
  readonly skip?: number;
  readonly clock?: Clock;
  /** What a `cut` step does; default nothing. */
  readonly cut?: (runId: string, mode: CutMode) => void;
}

/** A scenario that is being played. */
export interface Play {
  readonly stop: () => void;
  /** Resolves when the scenario has ended or was stopped. */
  readonly done: Promise<void>;
}

/** Shortest timer, in milliseconds; a faster rate writes several lines per timer. */
const leastWait = 10;

/** Plays a scenario into a run, live. */
export function playScenario(run: Run, scenario: Scenario, options: PlayOptions = {}): Play {
  checkOptions(options);
  const clock = options.clock ?? systemClock;
  const beat = 1000 / (options.rate ?? scenario.rate);
  const steps = scenario.tell(createRandom(options.seed ?? run.id))[Symbol.iterator]();
  skipLines(steps, options.skip ?? 0);
  let undo: () => void = () => undefined;
  let finish: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  let stopped = false;
  let due = clock.now();

  const stop = (): void => {
    stopped = true;
    undo();
    steps.return?.();
    finish();
  };
  const turn = (): void => {
    const now = clock.now();
    // After a pause of the process (a laptop that slept), continue from here instead of catching up.
    due = Math.max(due, now - 1000);
    while (due <= now && !stopped) {
      const next = steps.next();
      if (next.done) {
        stop();
        return;
      }
      perform(run, next.value, options.cut);
      due += beatsOf(next.value) * beat;
    }
    if (!stopped) undo = clock.after(Math.max(due - now, leastWait), turn);
  };
  undo = clock.after(0, turn);
  return { stop, done };
}

/** How a run is filled with lines of the past. */
export interface PrefillOptions {
  /** Default: the run's id. */
  readonly seed?: number | string;
  /** Milliseconds between lines, on average; the last line is written now. Default: all are written now. */
  readonly spacing?: number;
  readonly clock?: Clock;
}

/** Writes the first `count` lines of a scenario at once; other steps are skipped. */
export function prefill(run: Run, scenario: Scenario, count: number, options: PrefillOptions = {}): void {
  checkOptions({ ...options, count });
  const { seed = run.id, spacing, clock = systemClock } = options;
  const told: LineInput[] = [];
  if (count > 0) {
    for (const step of scenario.tell(createRandom(seed))) {
      if (step.kind === 'line' && told.push(step.line) >= count) break;
    }
  }
  if (spacing === undefined) {
    run.append(told);
    return;
  }
  const random = createRandom(`${seed}/times`);
  let at = clock.now() - told.length * spacing;
  run.append(
    told.map((line) => {
      at += line.sameInstant ? 0 : spacing * (0.5 + random.next());
      return { ...line, at: Math.min(at, clock.now()) };
    }),
  );
}

function skipLines(steps: Iterator<Step, unknown>, count: number): void {
  for (let left = count; left > 0;) {
    const next = steps.next();
    if (next.done) return;
    if (next.value.kind === 'line') left--;
  }
}

function beatsOf(step: Step): number {
  return step.kind === 'line' ? (step.after ?? 1) : 0;
}

function perform(run: Run, step: Step, cut: PlayOptions['cut']): void {
  switch (step.kind) {
    case 'line':
      run.append(step.line);
      break;
    case 'status':
      run.setStatus(step.status, step.exitCode);
      break;
    case 'service':
      run.setService(step.state);
      break;
    case 'cut':
      cut?.(run.id, step.mode);
      break;
  }
}
