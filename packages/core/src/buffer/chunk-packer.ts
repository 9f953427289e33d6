/** Packs the old chunks of a large buffer. Loaded on demand, see `packing.ts`. */
import type { LogItem } from '../entry.js';
import type { Chunk, OpenChunk } from './chunk.js';
import { ItemCache } from './item-cache.js';
import { LabelPool } from './label-pool.js';
import { textBytes } from './line-bytes.js';
import { PackedLines } from './packed-lines.js';

/** With fewer lines than this, a packed chunk takes more memory than its lines. */
const LEAST_LINES = 32;

/** See the file's head. One per buffer: its chunks share labels, and the cache of unpacked lines. */
export class ChunkPacker<Raw = unknown> {
  private readonly labels = new LabelPool();
  private readonly cache = new ItemCache<Raw>();
  /** The items of chunks that cannot be packed, so that each chunk is tried only once. */
  private readonly unlike = new WeakSet<readonly LogItem<Raw>[]>();

  /** Packs a chunk if that is worthwhile. Existing views keep the unpacked one. */
  pack(chunk: Chunk<Raw>): Chunk<Raw> {
    if (!this.packs(chunk)) return chunk;
    const { items, firstSeq, step, position } = chunk;
    const packed = PackedLines.of(items, step, this.labels, heavyOf(chunk));
    if (!packed) {
      this.unlike.add(items);
      return chunk;
    }
    return {
      items: undefined,
      sizes: undefined,
      packed,
      cache: this.cache,
      skipped: 0,
      firstSeq,
      step,
      position,
    };
  }

  /** Packs the first `count` chunks, as long as `goesOn` returns true. `done`: none of them is left. */
  packFirst(
    chunks: readonly Chunk<Raw>[],
    count: number,
    goesOn: () => boolean,
  ): { readonly chunks: readonly Chunk<Raw>[]; readonly done: boolean } {
    const next = [...chunks];
    for (let at = 0; at < count; at++) {
      const chunk = next[at] as Chunk<Raw>;
      if (!this.packs(chunk)) continue;
      if (!goesOn()) return { chunks: next, done: false };
      next[at] = this.pack(chunk);
    }
    return { chunks: next, done: true };
  }

  private packs(chunk: Chunk<Raw>): chunk is OpenChunk<Raw> {
    return !chunk.packed && chunk.items.length >= LEAST_LINES && !this.unlike.has(chunk.items);
  }
}

/** Bytes of large objects, by index; undefined if there are none. */
function heavyOf({ items, sizes }: OpenChunk): ReadonlyMap<number, number> | undefined {
  let heavy: Map<number, number> | undefined;
  for (let index = 0; index < items.length; index++) {
    const item = items[index] as LogItem;
    if (item.kind === 'gap') continue;
    const bytes = (sizes[index] as number) - textBytes(item.message.length);
    if (bytes > 0) (heavy ??= new Map()).set(index, bytes);
  }
  return heavy;
}
