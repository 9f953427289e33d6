/** Rows over the cap among others: they stand as gaps, as payloads of the live stream do. */
import type { Filling } from '../buffer/log-buffer.js';
import type { DecodedLine } from '../entry.js';

/** What is put between items that are held. */
export interface Woven<Raw> {
  readonly filling: readonly Filling<Raw>[];
  /** Bytes of each row that stands as a gap. */
  readonly sizes: readonly number[];
}

/** Gaps of such rows that are held already, next to where others are put. */
export interface Told {
  readonly before: number;
  readonly after: number;
}

/** See the file's head. */
export class SiftedRows<Raw> {
  /** Those within the cap. */
  readonly rows: DecodedLine<Raw>[] = [];
  /** Sizes of those over it, by the row after them. */
  private readonly before = new Map<DecodedLine<Raw>, readonly number[]>();
  private waiting: number[] = [];

  /** @param sizeOf Bytes of a row over the cap; else undefined. */
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

  /** Some of the rows, a stretch of them up to `next`, with those over the cap between them. */
  weave(
    lines: readonly DecodedLine<Raw>[],
    next: DecodedLine<Raw> | undefined,
    told: Told = { before: 0, after: 0 },
  ): Woven<Raw> {
    const filling: Filling<Raw>[] = [];
    const sizes: number[] = [];
    for (const line of [...lines, next]) {
      const all = (line ? this.before.get(line) : this.waiting) ?? [];
      const from = filling.length === 0 ? told.before : 0;
      for (const bytes of all.slice(
        from,
        line === next ? Math.max(from, all.length - told.after) : all.length,
      )) {
        filling.push({ reason: 'oversize', missing: 1 });
        sizes.push(bytes);
      }
      if (line && line !== next) filling.push(line);
    }
    return { filling, sizes };
  }
}
