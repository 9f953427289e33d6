/**
 * Keeps the rows a person is reading when the buffer lets them go: the view with those rows still in front of it.
 * Without it, a full buffer that goes on filling would pull the page away from under the reader.
 */
import type { LogGap, LogItem, LogView } from '@tailrace/core';
import { isSeparator } from './separator.js';

const markers = new WeakSet<LogItem>();

/** Whether the item stands for lines that left the buffer while the viewer kept what was on screen. */
export function isTrimMarker(item: LogItem): item is LogGap {
  return markers.has(item);
}

function trimMarker(kept: LogItem, next: LogItem, oldest: number): LogGap | undefined {
  const missing = Math.ceil(oldest) - Math.floor(kept.seq) - 1;
  if (missing <= 0) return undefined;
  const marker: LogGap = { kind: 'gap', seq: (kept.seq + next.seq) / 2, reason: 'evicted', missing };
  markers.add(marker);
  return marker;
}

/** Rows that are held no more, in order, and the view that goes on after them. */
class RetainedView<Raw> implements LogView<Raw> {
  readonly length: number;

  constructor(
    private readonly kept: readonly LogItem<Raw>[],
    private readonly rest: LogView<Raw>,
  ) {
    this.length = kept.length + rest.length;
  }

  at(row: number): LogItem<Raw> | undefined {
    return row < this.kept.length ? this.kept[row] : this.rest.at(row - this.kept.length);
  }

  rowOf(seq: number): number {
    const row = this.rowAtOrAfter(seq);
    return this.at(row)?.seq === seq ? row : -1;
  }

  rowAtOrAfter(seq: number): number {
    const row = this.kept.findIndex((item) => item.seq >= seq);
    return row >= 0 ? row : this.kept.length + this.rest.rowAtOrAfter(seq);
  }

  slice(from = 0, to = this.length): readonly LogItem<Raw>[] {
    const start = Math.max(0, from);
    return [
      ...this.kept.slice(start, Math.max(start, to)),
      ...this.rest.slice(Math.max(0, start - this.kept.length), Math.max(0, to - this.kept.length)),
    ];
  }

  *[Symbol.iterator](): Iterator<LogItem<Raw>> {
    yield* this.kept;
    yield* this.rest;
  }
}

/** Those of `shown` (in order) that lie before everything `view` holds. */
export function lostRows<Raw>(shown: readonly LogItem<Raw>[], view: LogView<Raw>): readonly LogItem<Raw>[] {
  const oldest = view.at(0);
  if (oldest === undefined) return [];
  const lost = shown.filter((item) => item.seq < oldest.seq);
  const last = lost.at(-1);
  // What stands at the end for other lines is made anew, for all that are missing by then.
  return last && (isTrimMarker(last) || isSeparator(last)) ? lost.slice(0, -1) : lost;
}

/**
 * `view` with `kept` in front, and a marker where lines between the two are gone; `view` itself when there is nothing to keep.
 * `oldest`: number of the oldest item that is held, where a filter hides it.
 */
export function retain<Raw>(
  kept: readonly LogItem<Raw>[],
  view: LogView<Raw>,
  oldest = Infinity,
): LogView<Raw> {
  const last = kept.at(-1);
  const next = view.at(0);
  if (last === undefined || next === undefined) return view;
  const marker = trimMarker(last, next, Math.min(oldest, next.seq));
  return new RetainedView(marker ? [...kept, marker] : kept, view);
}
