/** How many lines a view holds. Not every row is one: there are gaps. */
import type { LogStream, LogView } from '@tailrace/core';

/** Counts the lines in views of a stream. */
export interface LineCounts {
  /** In the stream's own view, or in one of the lines in it. */
  in(view: LogView): number;
  dispose(): void;
}

/** Sequence numbers of the gaps of a view. Packed lines are stepped over by the block. */
export function gapsIn(view: LogView): readonly number[] {
  const seqs: number[] = [];
  for (let row = view.length - 1; row >= 0;) {
    const block = view.blockAt?.(row);
    const item = block === undefined ? view.at(row) : undefined;
    if (item?.kind === 'gap') seqs.push(item.seq);
    row = (block?.from ?? row) - 1;
  }
  return seqs;
}

/** Reads a stream; looks for gaps only when there are others than before. */
export function createLineCounts(stream: Pick<LogStream, 'getSnapshot' | 'observe'>): LineCounts {
  let gaps: readonly number[] = [];
  /** As many as the ledger said when they were looked for. */
  let told = 0;
  let stale = false;
  const dispose = stream.observe(({ replaced }) => {
    stale ||= replaced;
  });
  return {
    in(view) {
      const snapshot = stream.getSnapshot();
      if (stale || told !== snapshot.ledger.gaps) {
        told = snapshot.ledger.gaps;
        stale = false;
        gaps = told === 0 ? [] : gapsIn(snapshot.view);
      }
      return gaps.reduce((count, seq) => (view.rowOf(seq) < 0 ? count : count - 1), view.length);
    },
    dispose,
  };
}
