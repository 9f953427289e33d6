/** The buffer's own {@link LogView}: a window of positions over shared chunks. */
import type { LogGap, LogItem } from '../entry.js';
import { CHUNK_SIZE, gapOf, lastChunkAtOrBefore, type Chunk } from './chunk.js';
import { LateChange } from './late-change.js';
import type { BufferChange, LineBlock, LogView } from './log-view.js';
import type { PackedLines } from './packed-lines.js';

/** A {@link LogView} that knows its absolute positions, so that two of them can be compared. */
export class BufferView<Raw = unknown> implements LogView<Raw> {
  readonly length: number;

  constructor(
    private readonly chunks: readonly Chunk<Raw>[],
    /** Absolute position of row 0. */
    readonly start: number,
    /** Absolute position after the last row. */
    readonly end: number,
    /** Changes whenever the middle changed. */
    readonly structure: number,
  ) {
    this.length = end - start;
  }

  at(row: number): LogItem<Raw> | undefined {
    const chunk = this.chunkAt(row);
    if (!chunk) return undefined;
    const position = this.start + row;
    const index = position - chunk.position;
    return chunk.packed ? chunk.cache.at(chunk.packed, index + chunk.skipped, position) : chunk.items[index];
  }

  blockAt(row: number): LineBlock | undefined {
    const chunk = this.chunkAt(row);
    if (!chunk?.packed) return undefined;
    const { packed, skipped } = chunk;
    const first = chunk.position - this.start;
    const base = first - skipped;
    return packed.block(base, Math.max(0, first), Math.min(this.length, base + packed.length));
  }

  /** The packed lines with the one in `row`; undefined if it is not packed. */
  packedAt(row: number): PackedLines<Raw> | undefined {
    return this.chunkAt(row)?.packed;
  }

  rowOf(seq: number): number {
    const row = this.rowAtOrAfter(seq);
    return this.seqAt(row) === seq ? row : -1;
  }

  /** Sequence number of the item at `row`, without creating the item; undefined outside 0 … length − 1. */
  seqAt(row: number): number | undefined {
    const chunk = this.chunkAt(row);
    return chunk && chunk.firstSeq + (this.start + row - chunk.position) * chunk.step;
  }

  /** The gaps that are held, in order. */
  gaps(): readonly LogGap[] {
    const gaps: LogGap[] = [];
    const last = this.chunkAtPosition(this.end - 1);
    for (let at = Math.max(0, this.chunkAtPosition(this.start)); at <= last; at++) {
      const gap = gapOf(this.chunks[at] as Chunk<Raw>);
      if (gap) gaps.push(gap);
    }
    return gaps;
  }

  rowAtOrAfter(seq: number): number {
    const index = lastChunkAtOrBefore(this.chunks, seq, (chunk) => chunk.firstSeq);
    if (index < 0) return 0;
    const chunk = this.chunks[index] as Chunk<Raw>;
    const next = this.chunks[index + 1];
    const offset = Math.ceil((seq - chunk.firstSeq) / chunk.step);
    const position = Math.min(chunk.position + offset, next?.position ?? this.end);
    return Math.min(Math.max(position - this.start, 0), this.length);
  }

  slice(from = 0, to = this.length): readonly LogItem<Raw>[] {
    const items: LogItem<Raw>[] = [];
    let position = this.start + Math.max(0, from);
    const end = this.start + Math.min(this.length, to);
    let index = this.chunkAtPosition(position);
    while (position < end) {
      const chunk = this.chunks[index++] as Chunk<Raw>;
      const stop = Math.min(end, this.chunks[index]?.position ?? end) - chunk.position;
      let at = position - chunk.position;
      if (chunk.packed)
        for (; at < stop; at++)
          items.push(chunk.cache.peek(chunk.packed, at + chunk.skipped, chunk.position + at));
      else for (; at < stop; at++) items.push(chunk.items[at] as LogItem<Raw>);
      position = chunk.position + stop;
    }
    return items;
  }

  *[Symbol.iterator](): Iterator<LogItem<Raw>> {
    for (let row = 0; row < this.length; row += CHUNK_SIZE) yield* this.slice(row, row + CHUNK_SIZE);
  }

  private chunkAt(row: number): Chunk<Raw> | undefined {
    return row >= 0 && row < this.length ? this.chunks[this.chunkAtPosition(this.start + row)] : undefined;
  }

  private chunkAtPosition(position: number): number {
    return lastChunkAtOrBefore(this.chunks, position, (chunk) => chunk.position);
  }
}

/** The change between two views of the same buffer; undefined if there is none. */
export function changeBetween<Raw>(
  before: BufferView<Raw>,
  after: BufferView<Raw>,
): BufferChange<Raw> | undefined {
  const none: readonly LogItem<Raw>[] = [];
  if (before.structure !== after.structure)
    return { appended: none, prepended: none, evicted: 0, replaced: true, cleared: after.length === 0 };
  const prepended = Math.max(0, Math.min(before.start, after.end) - after.start);
  const evicted = Math.min(Math.max(0, after.start - before.start), before.length);
  const appendedFrom = Math.max(before.end, after.start);
  if (prepended === 0 && evicted === 0 && appendedFrom >= after.end) return undefined;
  return new LateChange<Raw>(
    evicted,
    () => after.slice(appendedFrom - after.start, after.length),
    () => after.slice(0, prepended),
  );
}
