/** Has the chunks of a large buffer packed that have grown old. What packs them comes late; until it is here they stay as they are. */
import type { LogItem } from '../entry.js';
import type { Chunk, OpenChunk } from './chunk.js';
import type { LinePacker } from './line-packer.js';
import { packing } from './packing.js';

/**
 * Buffers of more lines than this are packed. In a smaller one a line is let go so soon that packing it would cost more than it
 * saves.
 */
const PACKING_BOUND = 16_384;
/** Newest chunks that are not packed, the open one included: what was written last is looked at most. */
const NEWEST_CHUNKS = 3;
/** With fewer lines than this a packed chunk costs more than its lines. */
const LEAST_LINES = 32;

/** See the file's head. */
export class ChunkPacker<Raw = unknown> {
  private readonly enabled: boolean;
  private packer: LinePacker<Raw> | undefined;
  private late = false;
  /** Items of chunks that cannot be packed, so that each is tried once. */
  private readonly unlike = new WeakSet<readonly LogItem<Raw>[]>();

  /**
   * @param lines Bound of the buffer.
   * @param left An old chunk was left as it is: {@link ChunkPacker.packLeft} is to be called when what packs it is here.
   */
  constructor(
    lines: number,
    private readonly left: () => void = () => undefined,
  ) {
    this.enabled = lines > PACKING_BOUND;
  }

  /** Old chunks were left as they are. */
  get behind(): boolean {
    return this.late;
  }

  /** The same chunk packed, where that is worth it. Views held by others go on with the one they have. */
  pack(chunk: Chunk<Raw>): Chunk<Raw> {
    if (!this.packs(chunk)) return chunk;
    // Those that were left are packed first: who packs them does it in slices that hold nobody up.
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

  /** The chunks with old ones packed that were left, for as long as `goesOn` says; see {@link ChunkPacker.behind} for whether it is over. */
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

  /** The chunks with one more at the end. The one that grows old by it is packed; those before it are. */
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
