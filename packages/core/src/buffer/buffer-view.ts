/** The buffer's own {@link LogView}: a window of positions over shared chunks. */
import type { LogItem } from '../entry.js';
import { lastChunkAtOrBefore, type Chunk } from './chunk.js';
import type { BufferChange, LogView } from './log-view.js';

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
    if (!(row >= 0 && row < this.length)) return undefined;
    const position = this.start + row;
    const chunk = this.chunks[this.chunkAtPosition(position)];
    return chunk?.items[position - chunk.position];
  }

  rowOf(seq: number): number {
    const row = this.rowAtOrAfter(seq);
    return this.at(row)?.seq === seq ? row : -1;
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
      const stop = Math.min(end, this.chunks[index]?.position ?? end);
      for (let at = position - chunk.position; at < stop - chunk.position; at++)
        items.push(chunk.items[at] as LogItem<Raw>);
      position = stop;
    }
    return items;
  }

  *[Symbol.iterator](): Iterator<LogItem<Raw>> {
    for (let row = 0; row < this.length; row++) yield this.at(row) as LogItem<Raw>;
  }

  private chunkAtPosition(position: number): number {
    return lastChunkAtOrBefore(this.chunks, position, (chunk) => chunk.position);
  }
}

/** What happened between two views of the same buffer. `undefined`: nothing. */
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
  return {
    appended: after.slice(appendedFrom - after.start, after.length),
    prepended: after.slice(0, prepended),
    evicted,
    replaced: false,
    cleared: false,
  };
}
