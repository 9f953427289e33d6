import type { Machine } from './machine.ts';
import type { Row } from './results.ts';

/** What one `npm run bench` found. */
export interface Report {
  readonly machine: Machine;
  readonly runs: number;
  readonly quick: boolean;
  readonly rows: readonly Row[];
}
