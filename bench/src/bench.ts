/** What a bench is, and what it may use. */
import type { Browsers } from './lib/browsers.ts';
import type { Metric, Sample } from './lib/results.ts';

/** Something that is measured, with several subjects side by side. */
export interface Bench {
  /** As it stands in the table and after `--only`. */
  readonly name: string;
  readonly metrics: readonly Metric[];
  readonly subjects: readonly string[];
  /** The subject that ratios stand against. */
  readonly reference: string;
  /** Runs are not needed: it gives the same each time. */
  readonly exact?: boolean;
  /** Measures one subject once. */
  run(subject: string, context: BenchContext): Promise<readonly Sample[]>;
}

/** What a bench may use. */
export interface BenchContext {
  readonly browsers: Browsers;
  /** Less of everything: for a look, not for a table. */
  readonly quick: boolean;
}
