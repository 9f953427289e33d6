/** Where along the scroll bar matches lie. Pure. */
import type { LogView } from '@tailrace/core';
import { firstAtOrAfter } from '../../lib/first-where.js';

/**
 * Steps along the bar, 0 … steps − 1, that hold a match. Costs as much as there are steps, not as there are matches.
 * `seqs`: lines that match, in order.
 */
export function tickSteps(seqs: readonly number[], view: LogView, steps: number): readonly number[] {
  if (seqs.length === 0 || view.length === 0) return [];
  const ticks: number[] = [];
  let from = firstAtOrAfter(seqs, view.at(0)?.seq ?? 0);
  for (let step = 0; step < steps && from < seqs.length; step += 1) {
    const row = Math.ceil(((step + 1) * view.length) / steps);
    const end = row >= view.length ? Infinity : (view.at(row)?.seq ?? Infinity);
    const next = firstAtOrAfter(seqs, end);
    if (next > from) ticks.push(step);
    from = next;
  }
  return ticks;
}
