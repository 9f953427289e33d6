import type { Machine } from './machine.ts';
import type { Row } from './results.ts';

/** What one `npm run bench` found. */
export interface Report {
  readonly machine: Machine;
  readonly runs: number;
  readonly quick: boolean;
  /** How many programs wanted a processor at a time, while it ran: the system's one-minute load average, its median. */
  readonly load: number;
  readonly rows: readonly Row[];
}

/** The report of what ran now, with the rows of `before` for the benches that did not run. `order`: of the table. */
export function merged(before: Report | undefined, now: Report, order: readonly string[]): Report {
  const ran = new Set(now.rows.map(({ bench }) => bench));
  const kept = before?.rows.filter(({ bench }) => !ran.has(bench) && order.includes(bench)) ?? [];
  const rows = [...kept, ...now.rows].toSorted((a, b) => order.indexOf(a.bench) - order.indexOf(b.bench));
  return { ...now, rows };
}
