/** Packs chunks. */
import type { LogItem } from '../entry.js';
import type { OpenChunk, PackedChunk } from './chunk.js';
import { ItemCache } from './item-cache.js';
import { LabelPool } from './label-pool.js';
import { textBytes } from './line-bytes.js';
import { PackedLines } from './packed-lines.js';

/** See the file's head. One per buffer: its chunks share labels, and the cache of unpacked lines. */
export class LinePacker<Raw = unknown> {
  private readonly labels = new LabelPool();
  private readonly cache = new ItemCache<Raw>();

  /** Returns undefined if packing gains nothing. */
  pack(chunk: OpenChunk<Raw>): PackedChunk<Raw> | undefined {
    const { items, firstSeq, step, position } = chunk;
    const packed = PackedLines.of(items, step, this.labels, heavyOf(chunk));
    if (!packed) return undefined;
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
