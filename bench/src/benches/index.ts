import type { Bench } from '../bench.ts';
import { bundleBench } from './bundles.ts';
import { floodBenches } from './floods.ts';
import { ingestBenches } from './ingest.ts';
import { lastLineBenches } from './last-line.ts';
import { transportBenches } from './transports.ts';
import { viewBenches } from './views.ts';

/** Every bench, in the order of the table. */
export const BENCHES: readonly Bench[] = [
  ...viewBenches,
  ...floodBenches,
  ...lastLineBenches,
  ...ingestBenches,
  ...transportBenches,
  bundleBench,
];
