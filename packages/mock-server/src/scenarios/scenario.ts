import type { Random } from '../lib/random.js';
import type { CutMode } from '../backend/connections.js';
import type { LineInput } from '../store/log-line.js';
import type { RunStatus, ServiceState } from '../store/run.js';

/** One thing that happens in a scenario, in the order it happens. */
export type Step =
  /** A line; `after` is how long it lets wait for itself, in beats of the rate (default 1). */
  | { readonly kind: 'line'; readonly line: LineInput; readonly after?: number }
  | { readonly kind: 'status'; readonly status: RunStatus; readonly exitCode?: number }
  | { readonly kind: 'service'; readonly state: Partial<ServiceState> }
  /** The run's streams are cut. */
  | { readonly kind: 'cut'; readonly mode: CutMode };

/** A believable story told in log lines. The same seed always tells the same story. */
export interface Scenario {
  readonly name: string;
  /** For people: what the run is called in lists. */
  readonly title: string;
  /** One sentence: what it shows. */
  readonly summary: string;
  /** Lines a second when nobody says otherwise. */
  readonly rate: number;
  /** The story lies in the past: so many lines are there at once, and the run is over. */
  readonly past?: number;
  /** The story; it may be endless. */
  readonly tell: (random: Random) => Iterable<Step>;
}

/** A step that writes a line. */
export function say(line: LineInput | string, after?: number): Step {
  return {
    kind: 'line',
    line: typeof line === 'string' ? { message: line } : line,
    ...(after === undefined ? {} : { after }),
  };
}
