/**
 * A run of items whose sequence numbers are evenly spaced. Chunks are append-only: a view that knows how far it
 * may look stays true while the buffer goes on. A gap has a chunk of its own.
 */
import type { LogGap, LogItem } from '../entry.js';
import type { ItemCache } from './item-cache.js';
import type { PackedLines } from './packed-lines.js';

/** Items of a full chunk. A power of two large enough to make chunk bookkeeping vanish beside the lines. */
export const CHUNK_SIZE = 1024;

/** See the file's head. Its items are an array as they came, or packed. */
export type Chunk<Raw = unknown> = OpenChunk<Raw> | PackedChunk<Raw>;

interface ChunkPlace {
  readonly firstSeq: number;
  /** Distance between two sequence numbers: 1, or a fraction where lines filled a gap of unknown size. */
  readonly step: number;
  /** Absolute position of the first item; positions count items, survive eviction and may be negative. */
  readonly position: number;
}

/** Items as they came. */
export interface OpenChunk<Raw = unknown> extends ChunkPlace {
  readonly items: LogItem<Raw>[];
  /** Bytes that each is taken to hold. Beside the items, so that those which go need not be looked at once more. */
  readonly sizes: number[];
  readonly packed?: undefined;
  readonly cache?: undefined;
  readonly skipped: 0;
}

/** Lines that no more are added to. */
export interface PackedChunk<Raw = unknown> extends ChunkPlace {
  readonly items?: undefined;
  readonly sizes?: undefined;
  readonly packed: PackedLines<Raw>;
  /** Lines that were made of the packed ones of this buffer lately. */
  readonly cache: ItemCache<Raw>;
  /** Packed lines before the chunk's first: they were evicted. */
  readonly skipped: number;
}

/** A chunk of items as they came. */
export function openChunk<Raw>(
  items: LogItem<Raw>[],
  sizes: number[],
  firstSeq: number,
  step: number,
  position: number,
): OpenChunk<Raw> {
  return { items, sizes, packed: undefined, cache: undefined, skipped: 0, firstSeq, step, position };
}

/** A chunk without the first `gone` of its items. */
export function withoutFirst<Raw>(chunk: Chunk<Raw>, gone: number): Chunk<Raw> {
  const firstSeq = chunk.firstSeq + gone * chunk.step;
  const position = chunk.position + gone;
  return chunk.packed
    ? { ...chunk, skipped: chunk.skipped + gone, firstSeq, position }
    : openChunk(chunk.items.slice(gone), chunk.sizes.slice(gone), firstSeq, chunk.step, position);
}

/** The gap that a chunk is; undefined where it holds lines. */
export function gapOf<Raw>(chunk: Chunk<Raw>): LogGap | undefined {
  const item = chunk.items?.[0];
  return item?.kind === 'gap' ? item : undefined;
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
