import type { Ledger, LogView } from '@tailrace/core';

/** The number of lines in a view of a stream: its rows without the gaps, which are looked up only if the ledger has any. */
export function linesIn(view: LogView, ledger: Ledger): number {
  if (ledger.gaps === 0) return view.length;
  const gaps = view.gaps?.() ?? view.slice().filter(({ kind }) => kind === 'gap');
  return view.length - gaps.length;
}
