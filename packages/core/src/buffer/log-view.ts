/**
 * A frozen look at what a stream holds: random access by row and by sequence number, in constant memory.
 * Views are cheap (they share storage with the buffer) and never change, so they serve as snapshots.
 */
import type { LogGap, LogItem, LogLevel } from '../entry.js';

/** Items in stream order, by row (0 … length − 1) or by sequence number. */
export interface LogView<Raw = unknown> {
  readonly length: number;
  /**
   * The item at `row`; undefined outside 0 … length − 1. A packed line is made of what is kept of it: equal to the one that came,
   * `raw` included, but another object. Rows that are looked at again soon answer with the same one.
   */
  at(row: number): LogItem<Raw> | undefined;
  /** Row of the item with this sequence number; −1 when it is not held. */
  rowOf(seq: number): number;
  /** First row whose sequence number is at least `seq`; `length` when there is none. */
  rowAtOrAfter(seq: number): number;
  /** A copy of rows `from` (inclusive) to `to` (exclusive), clamped. */
  slice(from?: number, to?: number): readonly LogItem<Raw>[];
  [Symbol.iterator](): Iterator<LogItem<Raw>>;
  /**
   * The gaps among the items, in order, without a look at each item. undefined, or absent, on views that would have to look: then
   * they are the items of kind `gap`. The views of a stream, and of a filter over one, know them.
   */
  gaps?(): readonly LogGap[] | undefined;
  /**
   * The packed lines around `row`, for readers that look at many lines at once. undefined where that row is not packed: then `at`
   * costs nothing. Absent on views that pack nothing.
   */
  blockAt?(row: number): LineBlock | undefined;
}

/**
 * Neighbouring lines that are kept packed. Reading a column of it costs no object a line. Lines are counted from the block's first,
 * which may have been evicted: index = row − `base`.
 */
export interface LineBlock {
  /** Row of index 0; negative where the first lines of the block were evicted. */
  readonly base: number;
  /** Rows of the view that it covers: from here … */
  readonly from: number;
  /** … to before here. */
  readonly to: number;
  /** Sequence number of index 0, and the distance between two. */
  readonly firstSeq: number;
  readonly step: number;
  /**
   * The messages in order, each followed by a line feed, so that one look finds every place of a term in all of them. A message that
   * holds a control character other than a tab, or one beyond Latin-1, stands in `apart` and has an empty place here.
   */
  readonly text: string;
  /** Where the message of each index begins in `text`. */
  readonly starts: Uint32Array;
  /** Indexes whose messages do not stand in `text`, ascending. */
  readonly apart: readonly number[];
  message(index: number): string;
  level(index: number): LogLevel;
  /** Epoch milliseconds, where the line has a time that can be read. */
  time(index: number): number | undefined;
  /** The same object for all lines with equal labels, as far as possible. */
  labels(index: number): Readonly<Record<string, string>>;
  /** Adds how many of the indexes `from` to before `to` have each level. */
  countLevels(from: number, to: number, into: Map<LogLevel, number>): void;
  /** The same for labels, by their object. */
  countLabels(from: number, to: number, into: Map<Readonly<Record<string, string>>, number>): void;
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
