/** What `npm run bench:check` holds fast: ratios to what is measured beside it, and what has to be possible at all. */
import type { Row } from './lib/results.ts';

/** A bound on one row of the table. */
export interface Bound {
  readonly bench: string;
  readonly metric: string;
  readonly subject: string;
  /** `ratio`: to the bench's reference, in the same round. `done`: there is a value, whatever it is. */
  readonly of: 'ratio' | 'done';
  readonly min?: number;
  readonly max?: number;
}

const ratio = (bench: string, metric: string, bound: { min?: number; max?: number }): Bound => ({
  bench,
  metric,
  subject: 'tailrace',
  of: 'ratio',
  ...bound,
});

/** About twice as far as it was when it was written: machines differ, and are busy. */
export const BOUNDS: readonly Bound[] = [
  ratio('view 10k', 'mount: lines on screen', { max: 5 }),
  ratio('view 10k', 'find common: exact count', { max: 4 }),
  ratio('view 10k', 'filter: first results', { max: 4 }),
  ratio('flood 50k/s', 'script a line', { max: 7 }),
  ratio('flood 50k/s', 'script and the layout it forces, a line', { max: 1 }),
  ratio('flood 50k/s', 'all work a line', { max: 3 }),
  ratio('ingest in Node', 'lines a second', { min: 0.35 }),
  ratio('heap 100k', 'bytes a line', { max: 1.6 }),
  ratio('latency 1k/s', 'p99', { max: 5 }),
  ratio('SSE in Chromium', 'lines a second', { min: 0.45 }),
  { bench: 'last line 5M', metric: 'last line on screen', subject: 'tailrace', of: 'done' },
];

/** Whether a bound holds for what was measured. What has no value does not hold. */
export function isWithin(bound: Bound, rows: readonly Row[]): boolean {
  const { metric, subject, of, min = -Infinity, max = Infinity } = bound;
  const row = rows.find((one) => one.metric === metric && one.subject === subject);
  if (of === 'done') return row?.median !== undefined;
  return row?.ratio !== undefined && row.ratio >= min && row.ratio <= max;
}

/** A bound and what was measured, for a person. */
export function describeBound(bound: Bound, rows: readonly Row[], reference: string): string {
  const { bench, metric, subject, of, min, max } = bound;
  const row = rows.find((one) => one.metric === metric && one.subject === subject);
  const what = `${bench} · ${metric} · ${subject}`;
  if (of === 'done') return `${what}: ${row?.median === undefined ? 'could not be done' : 'could be done'}`;
  const wanted = max === undefined ? `at least ${min}` : `at most ${max}`;
  return `${what}: ${row?.ratio === undefined ? 'no value' : `${row.ratio.toFixed(2)} × ${reference}`}, wanted ${wanted}`;
}
