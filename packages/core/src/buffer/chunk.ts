/**
 * A run of items whose sequence numbers are evenly spaced. Chunks are append-only: a view that knows how far it
 * may look stays true while the buffer goes on.
 */
import type { LogItem } from '../entry.js';

/** Items of a full chunk. A power of two large enough to make chunk bookkeeping vanish beside the lines. */
export const CHUNK_SIZE = 1024;

/** See the file's head. */
export interface Chunk<Raw = unknown> {
  readonly items: LogItem<Raw>[];
  readonly firstSeq: number;
  /** Distance between two sequence numbers: 1, or a fraction where lines filled a gap of unknown size. */
  readonly step: number;
  /** Absolute position of the first item; positions count items, survive eviction and may be negative. */
  readonly position: number;
}

/** Index of the last chunk for which `value(chunk) <= wanted`; −1 when there is none. */
export function lastChunkAtOrBefore<Raw>(
  chunks: readonly Chunk<Raw>[],
  wanted: number,
  value: (chunk: Chunk<Raw>) => number,
): number {
  let low = 0;
  let high = chunks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value(chunks[middle] as Chunk<Raw>) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
