/**
 * The lines that passed a filter, as sequence numbers in order: grows at both ends, shrinks at the front, and gives views that stay
 * as they are. The lines themselves are in the view that was filtered: no filter holds any.
 */
import type { LogView } from '../buffer/log-view.js';
import type { LogGap, LogItem } from '../entry.js';
import { firstWhere } from '../lib/first-where.js';

/** Evicted numbers that may lie at the front of an array before it is copied. */
const SLACK = 4_096;

class MatchView<Raw> implements LogView<Raw> {
  readonly length: number;

  /** `front`: the first `ahead` lines, the newest of them first; `seqs` from `start` to `end` come after them. */
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

  /** A filter lets every gap pass, but may not have come to each of them yet. */
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
export class MatchList {
  /** What was prepended, the newest first, so that more can be added at its end; `ahead` of it are still held. */
  private front: number[] = [];
  private ahead = 0;
  private seqs: number[] = [];
  private start = 0;

  /** Number of the first line. */
  get first(): number | undefined {
    return this.ahead > 0 ? this.front[this.ahead - 1] : this.seqs[this.start];
  }

  append(seqs: readonly number[]): void {
    for (const seq of seqs) this.seqs.push(seq);
  }

  /** `seqs` in order, all of them before the first. */
  prepend(seqs: readonly number[]): void {
    // Views read what was dropped here: it cannot be written over.
    if (this.ahead < this.front.length) this.front = this.front.slice(0, this.ahead);
    for (let at = seqs.length - 1; at >= 0; at--) this.front.push(seqs[at] as number);
    this.ahead = this.front.length;
  }

  /** Drops what lies before `seq`; answers how many went. */
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

  /** The lines as they stand in `base`, which holds all of them. */
  view<Raw>(base: LogView<Raw>): LogView<Raw> {
    return new MatchView(base, this.front, this.ahead, this.seqs, this.start, this.seqs.length);
  }
}
