import type { Ledger, LogView } from '@tailrace/core';

/** How many lines a view of a stream holds. Not every row is one: there are gaps, unless the stream's ledger counts none. */
export function linesIn(view: LogView, ledger: Ledger): number {
  if (ledger.gaps === 0) return view.length;
  const gaps = view.gaps?.() ?? view.slice().filter(({ kind }) => kind === 'gap');
  return view.length - gaps.length;
}
