/** A filtered view with a separator row wherever the filter hides lines. Loaded on demand. */
import type { LogGap, LogItem, LogView, ViewBreak } from '@tailrace/core';
import { firstWhere } from '../../lib/first-where.js';
import { separators } from './separator.js';

/** The separator row of each break, which stays the same object when the view is rebuilt. */
const rows = new WeakMap<ViewBreak, LogGap>();

class SeparatedView<Raw> implements LogView<Raw> {
  readonly length: number;
  /** Rows of breaks that were looked up. */
  private readonly known: number[] = [];

  constructor(
    private readonly base: LogView<Raw>,
    private readonly breaks: readonly ViewBreak[],
  ) {
    this.length = base.length + breaks.length;
  }

  at(row: number): LogItem<Raw> | undefined {
    const before = this.breaksBefore(row);
    const next = this.breaks[before];
    return next !== undefined && this.rowOfBreak(before) === row
      ? this.separator(next)
      : this.base.at(row - before);
  }

  rowOf(seq: number): number {
    const row = this.rowAtOrAfter(seq);
    return this.at(row)?.seq === seq ? row : -1;
  }

  rowAtOrAfter(seq: number): number {
    const { base, breaks } = this;
    const row = base.rowAtOrAfter(seq);
    const before = firstWhere(breaks.length, (index) => (breaks[index] as ViewBreak).seq >= seq);
    const next = breaks[before];
    // The separator in front of that line may be before it, or after it.
    const passed = next && this.rowOfBreak(before) === row + before && this.separator(next).seq < seq;
    return row + before + Number(passed ?? false);
  }

  slice(from = 0, to = this.length): readonly LogItem<Raw>[] {
    const items: LogItem<Raw>[] = [];
    for (let row = Math.max(0, from); row < Math.min(to, this.length); row += 1)
      items.push(this.at(row) as LogItem<Raw>);
    return items;
  }

  *[Symbol.iterator](): Iterator<LogItem<Raw>> {
    for (let row = 0; row < this.length; row += 1) yield this.at(row) as LogItem<Raw>;
  }

  /** Row of the break `index`, counted with the breaks before it. */
  private rowOfBreak(index: number): number {
    return (this.known[index] ??= this.base.rowAtOrAfter((this.breaks[index] as ViewBreak).seq) + index);
  }

  /** How many breaks have a row before `row`. */
  private breaksBefore(row: number): number {
    return firstWhere(this.breaks.length, (index) => this.rowOfBreak(index) >= row);
  }

  private separator(of: ViewBreak): LogGap {
    const known = rows.get(of);
    if (known) return known;
    const { seq, hidden } = of;
    const before = this.base.at(this.base.rowAtOrAfter(seq) - 1)?.seq ?? seq - 1;
    const made: LogGap = { kind: 'gap', seq: (before + seq) / 2, reason: 'evicted', missing: hidden };
    rows.set(of, made);
    separators.add(made);
    return made;
  }
}

/** `view` with a separator row for each break; `view` itself if there are none. */
export function separate<Raw>(view: LogView<Raw>, breaks: readonly ViewBreak[]): LogView<Raw> {
  return breaks.length === 0 ? view : new SeparatedView(view, breaks);
}
