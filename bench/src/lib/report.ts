import type { Machine } from './machine.ts';
import type { Row } from './results.ts';

/** The results of one `npm run bench`. */
export interface Report {
  readonly machine: Machine;
  readonly runs: number;
  readonly quick: boolean;
  /** Median of the system's one-minute load average during the run. */
  readonly load: number;
  readonly rows: readonly Row[];
}

/** The new report, with the rows of `before` for benches that did not run. `order`: the benches in table order. */
export function merged(before: Report | undefined, now: Report, order: readonly string[]): Report {
  const ran = new Set(now.rows.map(({ bench }) => bench));
  const kept = before?.rows.filter(({ bench }) => !ran.has(bench) && order.includes(bench)) ?? [];
  const rows = [...kept, ...now.rows].toSorted((a, b) => order.indexOf(a.bench) - order.indexOf(b.bench));
  return { ...now, rows };
}
