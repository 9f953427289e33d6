import type { Ledger } from '../entry.js';

/** How many of the received lines the ledger does not account for. Always 0, unless a line was lost without a word. */
export const unaccounted = ({ received, stored, duplicates, dropped, malformed }: Ledger): number =>
  received - stored - duplicates - dropped - malformed;
