/** What `npm run bench:check` checks: ratios to a reference in the same round, and what must be possible at all. */
import type { Row } from './lib/results.ts';

/** A bound on one row of the table. */
export interface Bound {
  readonly bench: string;
  readonly metric: string;
  readonly subject: string;
  /** `ratio`: to the bench's reference, in the same round. `done`: there is any value at all. */
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

/** About twice the ratios when they were set, because machines differ and may be busy. */
export const BOUNDS: readonly Bound[] = [
  ratio('view 10k', 'mount: lines on screen', { max: 5 }),
  ratio('view 10k', 'find common: exact count', { max: 4 }),
  ratio('view 10k', 'filter: first results', { max: 4 }),
  ratio('flood 50k/s', 'script per line', { max: 7 }),
  ratio('flood 50k/s', 'script and forced layout per line', { max: 1 }),
  ratio('flood 50k/s', 'all work per line', { max: 3 }),
  ratio('ingest in Node', 'lines per second', { min: 0.35 }),
  ratio('heap 100k', 'bytes per line', { max: 1.6 }),
  ratio('latency 1k/s', 'p99', { max: 5 }),
  ratio('SSE in Chromium', 'lines per second', { min: 0.45 }),
  { bench: 'last line 5M', metric: 'last line on screen', subject: 'tailrace', of: 'done' },
];

/** Whether a bound holds for the measured rows. Without a value it does not hold. */
export function isWithin(bound: Bound, rows: readonly Row[]): boolean {
  const { metric, subject, of, min = -Infinity, max = Infinity } = bound;
  const row = rows.find((one) => one.metric === metric && one.subject === subject);
  if (of === 'done') return row?.median !== undefined;
  return row?.ratio !== undefined && row.ratio >= min && row.ratio <= max;
}

/** A bound and the measured value, for people. */
export function describeBound(bound: Bound, rows: readonly Row[], reference: string): string {
  const { bench, metric, subject, of, min, max } = bound;
  const row = rows.find((one) => one.metric === metric && one.subject === subject);
  const what = `${bench} · ${metric} · ${subject}`;
  if (of === 'done') return `${what}: ${row?.median === undefined ? 'failed' : 'done'}`;
  const wanted = max === undefined ? `at least ${min}` : `at most ${max}`;
  return `${what}: ${row?.ratio === undefined ? 'no value' : `${row.ratio.toFixed(2)} × ${reference}`}, must be ${wanted}`;
}
