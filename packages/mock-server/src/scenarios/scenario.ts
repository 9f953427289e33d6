import type { Random } from '../lib/random.js';
import type { CutMode } from '../backend/connections.js';
import type { LineInput } from '../store/log-line.js';
import type { RunStatus, ServiceState } from '../store/run.js';

/** One step of a scenario. */
export type Step =
  /** A line; `after` is the delay before it, in units of `1 / rate` seconds (default 1). */
  | { readonly kind: 'line'; readonly line: LineInput; readonly after?: number }
  | { readonly kind: 'status'; readonly status: RunStatus; readonly exitCode?: number }
  | { readonly kind: 'service'; readonly state: Partial<ServiceState> }
  /** The run's streams are cut. */
  | { readonly kind: 'cut'; readonly mode: CutMode };

/** A realistic log. The same seed always gives the same lines. */
export interface Scenario {
  readonly name: string;
  /** For people: what the run is called in lists. */
  readonly title: string;
  /** One sentence: what it shows. */
  readonly summary: string;
  /** Default number of lines per second. */
  readonly rate: number;
  /** If set, the run has already ended, with this many lines. */
  readonly past?: number;
  /** Generates the steps; may be endless. */
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
