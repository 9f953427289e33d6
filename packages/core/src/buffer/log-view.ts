/**
 * A frozen look at what a stream holds: random access by row and by sequence number, in constant memory.
 * Views are cheap (they share storage with the buffer) and never change, so they serve as snapshots.
 */
import type { LogItem } from '../entry.js';

/** Items in stream order, by row (0 … length − 1) or by sequence number. */
export interface LogView<Raw = unknown> {
  readonly length: number;
  /** The item at `row`; undefined outside 0 … length − 1. */
  at(row: number): LogItem<Raw> | undefined;
  /** Row of the item with this sequence number; −1 when it is not held. */
  rowOf(seq: number): number;
  /** First row whose sequence number is at least `seq`; `length` when there is none. */
  rowAtOrAfter(seq: number): number;
  /** A copy of rows `from` (inclusive) to `to` (exclusive), clamped. */
  slice(from?: number, to?: number): readonly LogItem<Raw>[];
  [Symbol.iterator](): Iterator<LogItem<Raw>>;
}

/** What changed between two looks at a buffer. Positions are absolute: they count up and survive eviction. */
export interface BufferChange<Raw = unknown> {
  /** Items added at the end, in order. */
  readonly appended: readonly LogItem<Raw>[];
  /** Items added before the first, in order. */
  readonly prepended: readonly LogItem<Raw>[];
  /** How many items went at the front. */
  readonly evicted: number;
  /** A gap that became lines, or an item that changed: everything in the middle. Rare; incremental readers start anew. */
  readonly replaced: boolean;
  /** Everything was dropped by `clear()`. */
  readonly cleared: boolean;
}
