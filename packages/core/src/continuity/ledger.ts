/** Adds to a ledger. Every arriving line is counted once in `received` and once in one of the other counts. */
import type { Ledger } from '../entry.js';

/** The ledger with these counts added. */
export function withCounts(ledger: Ledger, change: Partial<Ledger>): Ledger {
  const counts = { ...ledger };
  for (const name in change) {
    const counted = name as keyof Ledger;
    counts[counted] = (counts[counted] ?? 0) + (change[counted] ?? 0);
  }
  return counts;
}
