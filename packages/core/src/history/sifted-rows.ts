/** Separates oversized rows from the others: they become gaps, as on the live stream. */
import type { Filling } from '../buffer/log-buffer.js';
import type { DecodedLine } from '../entry.js';

/** Items to insert between those held. */
export interface Woven<Raw> {
  readonly filling: readonly Filling<Raw>[];
  /** Bytes of each row that became a gap. */
  readonly sizes: readonly number[];
}

/** Number of gaps for such rows that are already held next to the insertion point. */
export interface LeftOut {
  readonly before: number;
  readonly after: number;
  /** Maximum number at the insertion point's end: more of them will be reported by the stream. */
  readonly upTo?: number;
}

/** See the file's head. */
export class SiftedRows<Raw> {
  /** The rows within the size limit. */
  readonly rows: DecodedLine<Raw>[] = [];
  /** Sizes of the oversized rows, by the row after them. */
  private readonly before = new Map<DecodedLine<Raw>, readonly number[]>();
  private waiting: number[] = [];

  /** @param sizeOf Bytes of an oversized row; otherwise undefined. */
  constructor(private readonly sizeOf: (row: DecodedLine<Raw>) => number | undefined) {}

  push(rows: readonly DecodedLine<Raw>[]): void {
    for (const row of rows) {
      const bytes = this.sizeOf(row);
      if (bytes !== undefined) {
        this.waiting.push(bytes);
        continue;
      }
      if (this.waiting.length > 0) this.before.set(row, this.waiting);
      this.waiting = [];
      this.rows.push(row);
    }
  }

  /** Index of the row that follows the last oversized one; 0 if there is none. */
  get afterOversize(): number {
    const { before, rows, waiting } = this;
    return waiting.length > 0
      ? rows.length
      : Math.max(0, rows.map((row) => before.has(row)).lastIndexOf(true));
  }

  /** A contiguous part of the rows up to `next`, with the gaps of oversized rows between them. */
  weave(
    lines: readonly DecodedLine<Raw>[],
    next: DecodedLine<Raw> | undefined,
    leftOut: LeftOut = { before: 0, after: 0 },
  ): Woven<Raw> {
    const filling: Filling<Raw>[] = [];
    const sizes: number[] = [];
    for (const line of [...lines, next]) {
      const all = (line ? this.before.get(line) : this.waiting) ?? [];
      const from = filling.length === 0 ? leftOut.before : 0;
      const { after, upTo = Infinity } = line === next ? leftOut : { after: 0 };
      for (const bytes of all.slice(from, Math.max(from, Math.min(upTo, all.length - after)))) {
        filling.push({ reason: 'oversize', missing: 1 });
        sizes.push(bytes);
      }
      if (line && line !== next) filling.push(line);
    }
    return { filling, sizes };
  }
}
