/** Results: single samples, and the rows they are combined into. */
import { median } from './statistics.ts';

/** One value of one run. undefined: the subject could not do it. */
export interface Sample {
  readonly metric: string;
  readonly value: number | undefined;
}

/** One row of the results. */
export interface Row {
  /** The bench, such as `view 100k`. */
  readonly bench: string;
  readonly metric: string;
  readonly unit: string;
  readonly subject: string;
  /** Median of the runs; undefined if no run had a value. */
  readonly median: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly runs: number;
  /** Runs without a value, because the subject froze or did not finish. */
  readonly failed: number;
  /** Median of the ratios to the reference, each taken within one round; undefined for the reference itself. */
  readonly ratio: number | undefined;
}

/** The samples of one bench, by round and subject. */
export type Rounds = readonly ReadonlyMap<string, readonly Sample[]>[];

/** The name and unit of a metric. */
export interface Metric {
  readonly name: string;
  readonly unit: string;
}

const round = (value: number): number => Number(value.toPrecision(4));
const known = (value: number | undefined): value is number => value !== undefined && Number.isFinite(value);

function valueIn(samples: readonly Sample[] | undefined, metric: string): number | undefined {
  return samples?.find((sample) => sample.metric === metric)?.value;
}

/** The rows of one bench, for every metric and subject. Ratios are taken round by round, so that a slow moment affects both values. */
export function toRows(
  bench: string,
  metrics: readonly Metric[],
  subjects: readonly string[],
  reference: string,
  rounds: Rounds,
): Row[] {
  const rows: Row[] = [];
  for (const { name, unit } of metrics) {
    for (const subject of subjects) {
      const taken = rounds.filter((samples) => samples.get(subject)?.some(({ metric }) => metric === name));
      if (taken.length === 0) continue;
      const values = taken.map((samples) => valueIn(samples.get(subject), name)).filter(known);
      const ratios = taken
        .map((samples) => {
          const own = valueIn(samples.get(subject), name);
          const beside = valueIn(samples.get(reference), name);
          return known(own) && known(beside) && beside !== 0 ? own / beside : undefined;
        })
        .filter(known);
      const has = values.length > 0;
      rows.push({
        bench,
        metric: name,
        unit,
        subject,
        median: has ? round(median(values)) : undefined,
        min: has ? round(Math.min(...values)) : undefined,
        max: has ? round(Math.max(...values)) : undefined,
        runs: taken.length,
        failed: taken.length - values.length,
        ratio: subject === reference || ratios.length === 0 ? undefined : round(median(ratios)),
      });
    }
  }
  return rows;
}
