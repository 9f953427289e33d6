/** Packs the chunks of a large buffer that have grown old. */
import type { Chunk } from './chunk.js';
import { LabelPool } from './label-pool.js';
import { heavyOf } from './line-bytes.js';
import { PackedLines } from './packed-lines.js';

/**
 * Buffers of more lines than this are packed. In a smaller one a line is let go so soon that packing it would cost more than it
 * saves.
 */
export const PACKING_BOUND = 16_384;
/** Newest chunks that are not packed, the open one included: what was written last is looked at most. */
const NEWEST_CHUNKS = 3;
/** With fewer lines than this a packed chunk costs more than its lines. */
const LEAST_LINES = 32;

/** See the file's head. */
export class ChunkPacker<Raw = unknown> {
  private readonly labels = new LabelPool();

  constructor(private readonly enabled: boolean) {}

  /** The same chunk packed, where that is worth it. Views held by others go on with the one they have. */
  pack(chunk: Chunk<Raw>): Chunk<Raw> {
    if (!this.enabled || chunk.packed || chunk.items.length < LEAST_LINES) return chunk;
    const { items, firstSeq, step, position } = chunk;
    const packed = PackedLines.of(items, step, this.labels, heavyOf(chunk));
    return packed
      ? { items: undefined, sizes: undefined, packed, skipped: 0, firstSeq, step, position }
      : chunk;
  }

  /** All chunks with the old ones packed. */
  packOld(chunks: readonly Chunk<Raw>[]): readonly Chunk<Raw>[] {
    const old = chunks.length - NEWEST_CHUNKS;
    return chunks.map((chunk, at) => (at < old ? this.pack(chunk) : chunk));
  }

  /** The chunks with one more at the end. The one that grows old by it is packed; those before it are. */
  add(chunks: readonly Chunk<Raw>[], added: Chunk<Raw>): readonly Chunk<Raw>[] {
    const next = [...chunks, added];
    const aged = next.length - NEWEST_CHUNKS - 1;
    const old = next[aged];
    if (old) next[aged] = this.pack(old);
    return next;
  }
}
