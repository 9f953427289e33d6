/**
 * An immutable view of what a stream holds: random access by row and by sequence number, in constant memory.
 * Views are cheap (they share storage with the buffer), so they serve as snapshots.
 */
import type { LogGap, LogItem, LogLevel } from '../entry.js';

/** Items in stream order, by row (0 … length − 1) or by sequence number. */
export interface LogView<Raw = unknown> {
  readonly length: number;
  /**
   * The item at `row`; undefined outside 0 … length − 1. A packed line is rebuilt: a new object, deeply equal to the original including
   * `raw`. Reading the same row again soon returns the same object.
   */
  at(row: number): LogItem<Raw> | undefined;
  /** Row of the item with this sequence number; −1 if it is not held. */
  rowOf(seq: number): number;
  /** First row whose sequence number is at least `seq`; `length` if there is none. */
  rowAtOrAfter(seq: number): number;
  /** A copy of rows `from` (inclusive) to `to` (exclusive), clamped: a negative number is 0, and is not counted from the end. */
  slice(from?: number, to?: number): readonly LogItem<Raw>[];
  [Symbol.iterator](): Iterator<LogItem<Raw>>;
  /**
   * The gaps among the items, in order, without scanning all items. undefined, or absent, on views that cannot tell without a scan: then
   * look for items of kind `gap`. Views of a stream, and of a filter on a stream, can tell.
   */
  gaps?(): readonly LogGap[] | undefined;
  /**
   * The packed lines around `row`, for readers that scan many lines. undefined if that row is not packed: then `at`
   * is cheap. Absent on views that pack nothing.
   */
  blockAt?(row: number): LineBlock | undefined;
}

/**
 * Neighbouring lines in packed form. Reading a column creates no objects. Indexes count from the block's first line,
 * which may have been evicted: index = row − `base`.
 */
export interface LineBlock {
  /** Row of index 0; negative if the first lines of the block were evicted. */
  readonly base: number;
  /** The first row of the view that the block covers. */
  readonly from: number;
  /** The row after the last one that the block covers. */
  readonly to: number;
  /** Sequence number of index 0. */
  readonly firstSeq: number;
  /** The distance between two sequence numbers. */
  readonly step: number;
  /**
   * The messages in order, each followed by a line feed, so that one scan finds all occurrences of a term. A message that
   * contains a control character other than a tab, or a character beyond Latin-1, is listed in `apart` and is empty here.
   */
  readonly text: string;
  /** Where the message of each index starts in `text`. */
  readonly starts: Uint32Array;
  /** Indexes whose messages are not in `text`, ascending. */
  readonly apart: readonly number[];
  /** Those of `apart` whose messages contain a terminal code, ascending. */
  readonly coded: readonly number[];
  message(index: number): string;
  level(index: number): LogLevel;
  /** Epoch milliseconds; undefined if the line has no time. */
  time(index: number): number | undefined;
  /** Lines with equal labels share one object, as far as possible. */
  labels(index: number): Readonly<Record<string, string>>;
  /** Adds to `into` how many lines of each level there are, from index `from` to before `to`. */
  countLevels(from: number, to: number, into: Map<LogLevel, number>): void;
  /** The same for labels, keyed by their object. */
  countLabels(from: number, to: number, into: Map<Readonly<Record<string, string>>, number>): void;
}

/** What changed in a buffer between two notifications. */
export interface BufferChange<Raw = unknown> {
  /** Items added at the end, in order. */
  readonly appended: readonly LogItem<Raw>[];
  /** Items added before the first, in order. */
  readonly prepended: readonly LogItem<Raw>[];
  /** How many items were removed at the front. */
  readonly evicted: number;
  /** Something in the middle changed, such as a gap that was filled. Rare; incremental readers start over. */
  readonly replaced: boolean;
  /** `clear()` dropped everything. */
  readonly cleared: boolean;
}
