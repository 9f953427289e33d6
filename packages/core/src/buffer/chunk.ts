/**
 * A run of items with evenly spaced sequence numbers. Chunks are append-only: a view that knows how far it
 * may look stays valid while the buffer grows. A gap has a chunk of its own.
 */
import type { LogGap, LogItem } from '../entry.js';
import type { ItemCache } from './item-cache.js';
import type { PackedLines } from './packed-lines.js';

/** Items per full chunk: a power of two, large enough to make the bookkeeping per chunk negligible. */
export const CHUNK_SIZE = 1024;
/** Number of newest chunks that are not packed, including the open one, because the newest lines are read the most. */
export const NEWEST_CHUNKS = 3;

/** See the file's head. Its items are a plain array, or packed. */
export type Chunk<Raw = unknown> = OpenChunk<Raw> | PackedChunk<Raw>;

interface ChunkPlace {
  readonly firstSeq: number;
  /** Distance between two sequence numbers: 1, or a fraction if the lines filled a gap of unknown size. */
  readonly step: number;
  /** Absolute position of the first item; positions count items, survive eviction and may be negative. */
  readonly position: number;
}

/** Unpacked items. */
export interface OpenChunk<Raw = unknown> extends ChunkPlace {
  readonly items: LogItem<Raw>[];
  /** Estimated bytes of each item, kept separately so that eviction does not have to read the items. */
  readonly sizes: number[];
  readonly packed?: undefined;
  readonly cache?: undefined;
  readonly skipped: 0;
}

/** Packed lines; no more are added. */
export interface PackedChunk<Raw = unknown> extends ChunkPlace {
  readonly items?: undefined;
  readonly sizes?: undefined;
  readonly packed: PackedLines<Raw>;
  /** Recently unpacked lines of this buffer. */
  readonly cache: ItemCache<Raw>;
  /** Number of packed lines before the chunk's first one, which were evicted. */
  readonly skipped: number;
}

/** Creates a chunk of unpacked items. */
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

/** The gap of a chunk; undefined if it holds lines. */
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
