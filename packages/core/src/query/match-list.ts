/** Items that passed a filter, in order: grows at both ends, shrinks at the front, and gives views that stay as they are. */
import type { LogView } from '../buffer/log-view.js';
import type { LogItem } from '../entry.js';

/** Evicted items that may lie at the front of an array before it is copied. */
const SLACK = 4_096;

class MatchView<Raw> implements LogView<Raw> {
  readonly length: number;

  /** `front`: the first `ahead` items, the newest of them first; `items` from `start` to `end` come after them. */
  constructor(
    private readonly front: readonly LogItem<Raw>[],
    private readonly ahead: number,
    private readonly items: readonly LogItem<Raw>[],
    private readonly start: number,
    end: number,
  ) {
    this.length = ahead + end - start;
  }

  at(row: number): LogItem<Raw> | undefined {
    if (!(row >= 0 && row < this.length)) return undefined;
    return row < this.ahead ? this.front[this.ahead - 1 - row] : this.items[this.start + row - this.ahead];
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
      if ((this.at(middle) as LogItem<Raw>).seq < seq) low = middle + 1;
      else high = middle;
    }
    return low;
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

export class MatchList<Raw = unknown> {
  /** What was prepended, the newest first, so that more can be added at its end; `ahead` of it are still held. */
  private front: LogItem<Raw>[] = [];
  private ahead = 0;
  private items: LogItem<Raw>[] = [];
  private start = 0;

  /** Number of the first item. */
  get first(): number | undefined {
    return (this.ahead > 0 ? this.front[this.ahead - 1] : this.items[this.start])?.seq;
  }

  append(items: readonly LogItem<Raw>[]): void {
    for (const item of items) this.items.push(item);
  }

  /** `items` in order, all of them before the first. */
  prepend(items: readonly LogItem<Raw>[]): void {
    // Views read what was dropped here: it cannot be written over.
    if (this.ahead < this.front.length) this.front = this.front.slice(0, this.ahead);
    for (let at = items.length - 1; at >= 0; at--) this.front.push(items[at] as LogItem<Raw>);
    this.ahead = this.front.length;
  }

  /** Drops what lies before `seq`; answers how many went. */
  dropBefore(seq: number): number {
    const { ahead, start } = this;
    while (this.ahead > 0 && (this.front[this.ahead - 1] as LogItem<Raw>).seq < seq) this.ahead -= 1;
    if (this.ahead === 0 && this.front.length > 0) this.front = [];
    if (this.ahead === 0)
      while (this.start < this.items.length && (this.items[this.start] as LogItem<Raw>).seq < seq)
        this.start += 1;
    const dropped = ahead - this.ahead + this.start - start;
    if (this.front.length - this.ahead > SLACK && this.front.length > this.ahead * 2)
      this.front = this.front.slice(0, this.ahead);
    if (this.start > SLACK && this.start > this.items.length / 2) {
      this.items = this.items.slice(this.start);
      this.start = 0;
    }
    return dropped;
  }

  view(): LogView<Raw> {
    return new MatchView(this.front, this.ahead, this.items, this.start, this.items.length);
  }
}
