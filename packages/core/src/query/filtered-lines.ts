/**
 * The lines that passed a filter, as sequence numbers in order. Grows at both ends, shrinks at the front, and returns immutable
 * views. The lines themselves stay in the view that was filtered; nothing is copied.
 */
import type { LogView } from '../buffer/log-view.js';
import type { LogGap, LogItem } from '../entry.js';
import { firstWhere } from '../lib/first-where.js';

/** How many dropped numbers may accumulate at the front of an array before it is copied. */
const SLACK = 4_096;

class FilteredLinesView<Raw> implements LogView<Raw> {
  readonly length: number;

  /** The view shows the first `ahead` numbers of `front`, the last of them first, and then `seqs` from `start` to before `end`. */
  constructor(
    private readonly base: LogView<Raw>,
    private readonly front: readonly number[],
    private readonly ahead: number,
    private readonly seqs: readonly number[],
    private readonly start: number,
    end: number,
  ) {
    this.length = ahead + end - start;
  }

  at(row: number): LogItem<Raw> | undefined {
    return row >= 0 && row < this.length ? this.base.at(this.base.rowOf(this.seqAt(row))) : undefined;
  }

  rowOf(seq: number): number {
    const row = this.rowAtOrAfter(seq);
    return row < this.length && this.seqAt(row) === seq ? row : -1;
  }

  rowAtOrAfter(seq: number): number {
    return firstWhere(this.length, (row) => this.seqAt(row) >= seq);
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

  private seqAt(row: number): number {
    const { ahead } = this;
    return (row < ahead ? this.front[ahead - 1 - row] : this.seqs[this.start + row - ahead]) as number;
  }
}

/** See the file's head. */
export class FilteredLines {
  /** Prepended numbers, in reverse order, so that prepending is a push. The first `ahead` of them are still held. */
  private front: number[] = [];
  private ahead = 0;
  /** Appended numbers; those from `start` on are still held. */
  private seqs: number[] = [];
  private start = 0;

  /** Sequence number of the first line. */
  get first(): number | undefined {
    return this.ahead > 0 ? this.front[this.ahead - 1] : this.seqs[this.start];
  }

  /** Adds lines after the last one. */
  append(seqs: readonly number[]): void {
    for (const seq of seqs) this.seqs.push(seq);
  }

  /** Adds lines before the first one. */
  prepend(seqs: readonly number[]): void {
    // Existing views still read the numbers dropped from this array, so they must not be overwritten.
    if (this.ahead < this.front.length) this.front = this.front.slice(0, this.ahead);
    for (let at = seqs.length - 1; at >= 0; at--) this.front.push(seqs[at] as number);
    this.ahead = this.front.length;
  }

  /** Drops the lines before `seq`, and returns how many. */
  dropBefore(seq: number): number {
    const { ahead, start } = this;
    while (this.ahead > 0 && (this.front[this.ahead - 1] as number) < seq) this.ahead -= 1;
    if (this.ahead === 0 && this.front.length > 0) this.front = [];
    if (this.ahead === 0)
      while (this.start < this.seqs.length && (this.seqs[this.start] as number) < seq) this.start += 1;
    const dropped = ahead - this.ahead + this.start - start;
    if (this.front.length - this.ahead > SLACK && this.front.length > this.ahead * 2)
      this.front = this.front.slice(0, this.ahead);
    if (this.start > SLACK && this.start > this.seqs.length / 2) {
      this.seqs = this.seqs.slice(this.start);
      this.start = 0;
    }
    return dropped;
  }

  /** A view of these lines of `base`, which must hold all of them. */
  view<Raw>(base: LogView<Raw>): LogView<Raw> {
    return new FilteredLinesView(base, this.front, this.ahead, this.seqs, this.start, this.seqs.length);
  }
}
