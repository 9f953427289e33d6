/** Items that passed a filter, in order: grows at both ends, shrinks at the front, and gives views that stay as they are. */
import type { LogView } from '../buffer/log-view.js';
import type { LogItem } from '../entry.js';

/** Evicted items that may lie at the front of the array before it is copied. */
const SLACK = 4_096;

class MatchView<Raw> implements LogView<Raw> {
  readonly length: number;

  constructor(
    private readonly items: readonly LogItem<Raw>[],
    private readonly start: number,
    end: number,
  ) {
    this.length = end - start;
  }

  at(row: number): LogItem<Raw> | undefined {
    return row >= 0 && row < this.length ? this.items[this.start + row] : undefined;
  }

  rowOf(seq: number): number {
    const row = this.rowAtOrAfter(seq);
    return this.at(row)?.seq === seq ? row : -1;
  }

  rowAtOrAfter(seq: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.items[this.start + middle] as LogItem<Raw>).seq < seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  slice(from = 0, to = this.length): readonly LogItem<Raw>[] {
    return this.items.slice(
      this.start + Math.max(0, from),
      this.start + Math.min(this.length, Math.max(0, to)),
    );
  }

  *[Symbol.iterator](): Iterator<LogItem<Raw>> {
    for (let row = 0; row < this.length; row++) yield this.at(row) as LogItem<Raw>;
  }
}

export class MatchList<Raw = unknown> {
  private items: LogItem<Raw>[] = [];
  private start = 0;

  get length(): number {
    return this.items.length - this.start;
  }

  /** Number of the first item. */
  get first(): number | undefined {
    return this.items[this.start]?.seq;
  }

  append(items: readonly LogItem<Raw>[]): void {
    for (const item of items) this.items.push(item);
  }

  prepend(items: readonly LogItem<Raw>[]): void {
    if (items.length === 0) return;
    this.items = [...items, ...this.items.slice(this.start)];
    this.start = 0;
  }

  /** Drops what lies before `seq`; answers how many went. */
  dropBefore(seq: number): number {
    const from = this.start;
    while (this.start < this.items.length && (this.items[this.start] as LogItem<Raw>).seq < seq)
      this.start += 1;
    const dropped = this.start - from;
    if (this.start > SLACK && this.start > this.items.length / 2) {
      this.items = this.items.slice(this.start);
      this.start = 0;
    }
    return dropped;
  }

  clear(): void {
    this.items = [];
    this.start = 0;
  }

  view(): LogView<Raw> {
    return new MatchView(this.items, this.start, this.items.length);
  }
}
