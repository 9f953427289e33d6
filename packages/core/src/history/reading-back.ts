/** Loads the code that fills gaps and reads older lines: a separate chunk, because most pages never need it. */
import { late, type Late } from '../lib/late.js';
import type { createGapFiller } from './gap-filler.js';
import type { readOlder } from './read-older.js';

export interface ReadingBack {
  readonly createGapFiller: typeof createGapFiller;
  readonly readOlder: typeof readOlder;
}

export const readingBack: Late<ReadingBack> = /* @__PURE__ */ late(
  'gaps and older lines',
  () => import('./reading-back-parts.js'),
);
