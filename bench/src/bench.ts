/** The interface of a bench. */
import type { Browsers } from './lib/browsers.ts';
import type { Metric, Sample } from './lib/results.ts';

/** A measurement of several subjects, compared with each other. */
export interface Bench {
  /** Its name in the table and for `--only`. */
  readonly name: string;
  readonly metrics: readonly Metric[];
  readonly subjects: readonly string[];
  /** The subject that the others are compared with. */
  readonly reference: string;
  /** Every run gives the same result, so one is enough. */
  readonly exact?: boolean;
  /** Measures one subject once. */
  run(subject: string, context: BenchContext): Promise<readonly Sample[]>;
}

/** What a bench may use. */
export interface BenchContext {
  readonly browsers: Browsers;
  /** Measure less of everything: for a first impression, not for the table. */
  readonly quick: boolean;
}
