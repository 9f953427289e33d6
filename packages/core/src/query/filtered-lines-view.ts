/** A view of the lines that passed a filter. The lines themselves stay in the view that was filtered; nothing is copied. */
import type { LogView } from '../buffer/log-view.js';
import type { LogGap, LogItem } from '../entry.js';
import type { SeqList } from './seq-list.js';

/** See the file's head. */
export class FilteredLinesView<Raw> implements LogView<Raw> {
  readonly length: number;

  /** @param seqs A snapshot with the lines that passed; `base` must hold all of them. */
  constructor(
    private readonly base: LogView<Raw>,
    private readonly seqs: SeqList,
  ) {
    this.length = seqs.length;
  }

  at(row: number): LogItem<Raw> | undefined {
    const seq = this.seqs.at(row);
    return seq === undefined ? undefined : this.base.at(this.base.rowOf(seq));
  }

  rowOf(seq: number): number {
    const row = this.rowAtOrAfter(seq);
    return this.seqs.at(row) === seq ? row : -1;
  }

  rowAtOrAfter(seq: number): number {
    return this.seqs.indexAtOrAfter(seq);
  }

  /** Every gap passes a filter, but the filter may not have reached all of them yet. */
  gaps(): readonly LogGap[] | undefined {
    return this.base.gaps?.()?.filter(({ seq }) => this.rowOf(seq) >= 0);
  }

  slice(from = 0, to = this.length): readonly LogItem<Raw>[] {
    const items: LogItem<Raw>[] = [];
    for (let row = Math.max(0, from); row < Math.min(this.length, to); row++)
      items.push(this.at(row) as LogItem<Raw>);
    return items;
  }

  *[Symbol.iterator](): Iterator<LogItem<Raw>> {
    for (let row = 0; row < this.length; row++) yield this.at(row) as LogItem<Raw>;
  }
}
