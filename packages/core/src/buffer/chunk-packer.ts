/** Packs the old chunks of a large buffer. The packing code is loaded on demand; until then chunks stay unpacked. */
import type { LogItem } from '../entry.js';
import type { Chunk, OpenChunk } from './chunk.js';
import type { LinePacker } from './line-packer.js';
import { packing } from './packing.js';

/**
 * Buffers with more lines than this are packed. Smaller ones evict lines so soon that packing would cost more than it
 * saves.
 */
const PACKING_BOUND = 16_384;
/** Number of newest chunks that are not packed, including the open one, because the newest lines are read the most. */
const NEWEST_CHUNKS = 3;
/** With fewer lines than this, a packed chunk takes more memory than its lines. */
const LEAST_LINES = 32;

/** See the file's head. */
export class ChunkPacker<Raw = unknown> {
  private readonly enabled: boolean;
  private packer: LinePacker<Raw> | undefined;
  private late = false;
  /** The items of chunks that cannot be packed, so that each chunk is tried only once. */
  private readonly unlike = new WeakSet<readonly LogItem<Raw>[]>();

  /**
   * @param lines The buffer's limit in lines.
   * @param left Called when an old chunk stays unpacked: call {@link ChunkPacker.packLeft} once the packing code is loaded.
   */
  constructor(
    lines: number,
    private readonly left: () => void = () => undefined,
  ) {
    this.enabled = lines > PACKING_BOUND;
  }

  /** There are old chunks that are not packed yet. */
  get behind(): boolean {
    return this.late;
  }

  /** Packs a chunk if that is worthwhile. Existing views keep the unpacked one. */
  pack(chunk: Chunk<Raw>): Chunk<Raw> {
    if (!this.packs(chunk)) return chunk;
    // Chunks that were left are packed first, in slices, by the code that loads the packer.
    const packer = this.late ? undefined : this.bring();
    if (packer) return this.packWith(packer, chunk);
    this.late = true;
    this.left();
    return chunk;
  }

  /** All chunks with the old ones packed. */
  packOld(chunks: readonly Chunk<Raw>[]): readonly Chunk<Raw>[] {
    const old = chunks.length - NEWEST_CHUNKS;
    return chunks.map((chunk, at) => (at < old ? this.pack(chunk) : chunk));
  }

  /** Packs chunks that were left, as long as `goesOn` returns true; {@link ChunkPacker.behind} tells whether any remain. */
  packLeft(chunks: readonly Chunk<Raw>[], goesOn: () => boolean): readonly Chunk<Raw>[] {
    const packer = this.bring();
    if (!packer) return chunks;
    const next = [...chunks];
    const old = chunks.length - NEWEST_CHUNKS;
    this.late = false;
    for (let at = 0; at < old && !this.late; at++) {
      const chunk = next[at] as Chunk<Raw>;
      if (!this.packs(chunk)) continue;
      if (goesOn()) next[at] = this.packWith(packer, chunk);
      else this.late = true;
    }
    return next;
  }

  /** Appends a chunk, and packs the one that becomes old thereby; those before it are already packed. */
  add(chunks: readonly Chunk<Raw>[], added: Chunk<Raw>): readonly Chunk<Raw>[] {
    const next = [...chunks, added];
    const aged = next.length - NEWEST_CHUNKS - 1;
    const old = next[aged];
    if (old) next[aged] = this.pack(old);
    return next;
  }

  private packs(chunk: Chunk<Raw>): chunk is OpenChunk<Raw> {
    if (!this.enabled || chunk.packed || chunk.items.length < LEAST_LINES) return false;
    return !this.unlike.has(chunk.items);
  }

  private packWith(packer: LinePacker<Raw>, chunk: OpenChunk<Raw>): Chunk<Raw> {
    const packed = packer.pack(chunk);
    if (!packed) this.unlike.add(chunk.items);
    return packed ?? chunk;
  }

  private bring(): LinePacker<Raw> | undefined {
    return (this.packer ??= packing.here && new packing.here<Raw>());
  }
}
