/**
 * The bounded store of a stream: append and eviction in constant time per line, views that share its storage, and
 * sequence numbers that never change. It is bounded in lines and bytes, whichever limit is reached first; the oldest items are evicted first.
 */
import type { DecodedLine, LogEntry, LogGap, LogItem } from '../entry.js';
import { UNPLACED } from '../lib/unplaced.js';
import { BufferView } from './buffer-view.js';
import type { ChunkPacker } from './chunk-packer.js';
import {
  CHUNK_SIZE,
  NEWEST_CHUNKS,
  gapOf,
  lastChunkAtOrBefore,
  openChunk,
  withoutFirst,
  type Chunk,
  type OpenChunk,
} from './chunk.js';
import { bytesAfter, bytesAt, estimateBytes, GAP_BYTES, lineBytes } from './line-bytes.js';

/** The two bounds. */
export interface BufferBounds {
  readonly lines: number;
  readonly bytes: number;
}

/** A gap without a position. */
export type GapInit = Omit<LogGap, 'kind' | 'seq'>;

/** An item to insert between those held: a line, or a gap for one that was left out. */
export type Filling<Raw> = DecodedLine<Raw> | GapInit;

/**
 * One chunk may hold at most this fraction (1/32) of the byte limit. Evicted items are only freed with their whole chunk, because views share it,
 * so this is how far memory may exceed the limit.
 */
const CHUNK_SHARE = 32;
const LEAST_CHUNK_BYTES = 65_536;

/** How many chunks are packed at once, which takes about 3 ms each: as many as grow old with an ordinary batch of lines. */
const AT_ONCE = 2;

/**
 * A line that was created for a stream is reused as its entry; any other belongs to the caller and is copied. In the copy the line is spread first, so
 * that the engine copies it as a whole, which takes a third of the time.
 */
function toEntry<Raw>(line: DecodedLine<Raw>, seq: number): LogEntry<Raw> {
  const own = line as { -readonly [Key in keyof LogEntry<Raw>]: LogEntry<Raw>[Key] };
  if (own.seq !== UNPLACED) return { ...line, kind: 'log', seq };
  own.seq = seq;
  return own;
}

function toItem<Raw>(one: Filling<Raw>, seq: number): LogItem<Raw> {
  return 'reason' in one ? { kind: 'gap', seq, ...one } : toEntry(one, seq);
}

/** See the file's head. */
export class LogBuffer<Raw = unknown> {
  private chunks: readonly Chunk<Raw>[] = [];
  private start = 0;
  private end = 0;
  private bytes = 0;
  private structure = 0;
  private seq: number;
  private lastChunkBytes = 0;
  private readonly chunkBytes: number;
  /** The server's object of the last line. */
  private lastRaw: unknown;
  /** Packs old lines. undefined as long as older ones are left. */
  private packer: ChunkPacker<Raw> | undefined;
  /** How many chunks may still be packed at once. */
  private spare = AT_ONCE;

  /**
   * @param firstSeq Sequence number of the first line; not 0 if a stream is resumed.
   * @param left Called when old lines stay unpacked: call {@link LogBuffer.packLeft} when it suits. Without it, all are packed at once.
   */
  constructor(
    private readonly bounds: BufferBounds,
    firstSeq = 0,
    private readonly left?: () => void,
  ) {
    this.seq = firstSeq;
    this.chunkBytes = Math.max(LEAST_CHUNK_BYTES, bounds.bytes / CHUNK_SHARE);
  }

  /** Sequence number that the next line at the end will get. */
  get nextSeq(): number {
    return this.seq;
  }

  /** How many older lines still fit. */
  get room(): number {
    return this.bytes >= this.bounds.bytes ? 0 : Math.max(0, this.bounds.lines - (this.end - this.start));
  }

  /** An immutable view of the items held now. */
  view(): BufferView<Raw> {
    return new BufferView(this.chunks, this.start, this.end, this.structure);
  }

  /** Appends lines, and evicts what no longer fits at the front. */
  append(lines: readonly DecodedLine<Raw>[]): readonly LogEntry<Raw>[] {
    this.spare = AT_ONCE;
    const entries = lines.map((line, at) => toEntry(line, this.seq + at));
    const last = this.chunks.at(-1);
    let chunk =
      last?.items &&
      last.step === 1 &&
      last.items[0]?.kind === 'log' &&
      last.firstSeq + last.items.length === this.seq
        ? last
        : undefined;
    for (const entry of entries) {
      const bytes = bytesAfter(entry, this.lastRaw);
      this.lastRaw = entry.raw;
      if (!chunk || chunk.items.length >= CHUNK_SIZE || this.lastChunkBytes >= this.chunkBytes) {
        chunk = openChunk<Raw>([], [], this.seq, 1, this.end);
        this.add(chunk);
        this.lastChunkBytes = 0;
      }
      chunk.items.push(entry);
      chunk.sizes.push(bytes);
      this.lastChunkBytes += bytes;
      this.bytes += bytes;
      this.seq += 1;
      this.end += 1;
    }
    this.evict();
    return entries;
  }

  /** Appends a gap. If the number of missing lines is known, their sequence numbers are reserved. */
  appendGap(init: GapInit): LogGap {
    const gap: LogGap = { kind: 'gap', seq: this.seq, ...init };
    this.add(openChunk<Raw>([gap], [GAP_BYTES], gap.seq, 1, this.end));
    this.end += 1;
    this.bytes += GAP_BYTES;
    this.seq += Math.max(1, init.missing ?? 1);
    this.evict();
    return gap;
  }

  /** Prepends a gap for this many items that were evicted before anybody saw them. Returns undefined if nothing is held. */
  prependGap(init: GapInit, items: number): LogGap | undefined {
    const first = this.view().seqAt(0);
    if (first === undefined) return undefined;
    const gap: LogGap = { kind: 'gap', seq: Math.floor(first) - items, ...init };
    this.chunks = [openChunk<Raw>([gap], [GAP_BYTES], gap.seq, 1, this.start - 1), ...this.withoutEvicted()];
    this.start -= 1;
    this.bytes += GAP_BYTES;
    return gap;
  }

  /** Prepends older items (given oldest first); only the newest of them that fit. */
  prepend(older: readonly Filling<Raw>[]): readonly LogItem<Raw>[] {
    let room = this.room;
    let from = older.length;
    let bytes = this.bytes;
    while (from > 0 && room > 0) {
      const one = older[from - 1] as Filling<Raw>;
      bytes += 'reason' in one ? GAP_BYTES : lineBytes(one);
      if (bytes > this.bounds.bytes) break;
      from -= 1;
      room -= 1;
    }
    const taken = older.slice(from);
    if (taken.length === 0) return [];
    const firstSeq = Math.floor(this.view().seqAt(0) ?? this.seq) - taken.length;
    const items = taken.map((one, index) => toItem(one, firstSeq + index));
    const chunks = inChunks(items, 1, this.start - items.length);
    this.spare = AT_ONCE;
    this.chunks = [...chunks.map((chunk) => this.pack(chunk)), ...this.withoutEvicted()];
    this.start -= items.length;
    this.bytes = bytes;
    return items;
  }

  /**
   * Replaces a gap by items: lines, and the gaps that remain. If the gap was evicted, so are they at once. Returns undefined if there is
   * no such gap.
   */
  fill(gapSeq: number, filling: readonly Filling<Raw>[]): readonly LogItem<Raw>[] | undefined {
    if (gapSeq < (this.view().seqAt(0) ?? this.seq)) return inPlace(gapSeq, filling, 1).items;
    const index = lastChunkAtOrBefore(this.chunks, gapSeq, (chunk) => chunk.firstSeq);
    const old = this.chunks[index];
    if (!old || gapOf(old)?.seq !== gapSeq) return undefined;
    const following = this.chunks[index + 1];
    const { items, step } = inPlace(gapSeq, filling, (following?.firstSeq ?? this.seq) - gapSeq);
    const moved = items.length - 1;
    const chunks = inChunks(items, step, old.position);
    const later = this.chunks
      .slice(index + 1)
      .map((chunk) => ({ ...chunk, position: chunk.position + moved }));
    this.chunks = [...this.chunks.slice(0, index), ...chunks, ...later];
    if (this.chunks.length > NEWEST_CHUNKS) this.left?.();
    this.end += moved;
    this.structure += 1;
    this.bytes -= GAP_BYTES;
    for (const { sizes } of chunks) for (const bytes of sizes) this.bytes += bytes;
    this.evict();
    return items;
  }

  /** Drops all items; the sequence numbers continue. */
  clear(): void {
    forget(this.chunks);
    this.chunks = [];
    this.start = this.end;
    this.bytes = 0;
    this.structure += 1;
  }

  /** Packs old lines, as long as `goesOn` returns true; returns whether all are packed. Then `packer` also packs those that grow old. */
  packLeft(packer: ChunkPacker<Raw>, goesOn: () => boolean): boolean {
    const { chunks, done } = packer.packFirst(this.chunks, this.chunks.length - NEWEST_CHUNKS, goesOn);
    this.chunks = chunks;
    if (done) this.packer = packer;
    return done;
  }

  /** Appends a chunk, and packs the one that grows old thereby. */
  private add(chunk: OpenChunk<Raw>): void {
    const next = [...this.chunks, chunk];
    const aged = next.length - NEWEST_CHUNKS - 1;
    const old = next[aged];
    if (old) next[aged] = this.pack(old);
    this.chunks = next;
  }

  private pack(chunk: Chunk<Raw>): Chunk<Raw> {
    if (this.packer && (!this.left || this.spare-- > 0)) return this.packer.pack(chunk);
    // Newer ones wait behind it: whoever looks for packed lines finds them in order.
    this.packer = undefined;
    this.left?.();
    return chunk;
  }

  /** The chunks without the evicted items of the first one, whose positions are needed for older lines. */
  private withoutEvicted(): readonly Chunk<Raw>[] {
    const first = this.chunks[0];
    const gone = first ? this.start - first.position : 0;
    if (!first || gone === 0) return this.chunks;
    return [withoutFirst(first, gone), ...this.chunks.slice(1)];
  }

  private evict(): void {
    let drop = 0;
    while (
      this.end - this.start > this.bounds.lines ||
      (this.bytes > this.bounds.bytes && this.end - this.start > 1)
    ) {
      const chunk = this.chunks[drop] as Chunk<Raw>;
      this.bytes -= bytesAt(chunk, this.start - chunk.position);
      this.start += 1;
      const next = this.chunks[drop + 1];
      if (next && next.position <= this.start) drop += 1;
    }
    if (drop === 0) return;
    forget(this.chunks.slice(0, drop));
    this.chunks = this.chunks.slice(drop);
  }
}

/** The items that take the place of a gap, which has this much space in the sequence numbers. */
function inPlace<Raw>(
  gapSeq: number,
  filling: readonly Filling<Raw>[],
  space: number,
): { readonly items: readonly LogItem<Raw>[]; readonly step: number } {
  // A gap that is left behind them may be filled in many small pieces, so these take little of its space.
  const last = filling.at(-1);
  const parts = Math.max(last && 'reason' in last ? 1_024 : 0, filling.length + 1);
  // A power of two, because sums of these are exact: rows are computed from sequence numbers.
  const step = filling.length <= space ? 1 : 2 ** -Math.ceil(Math.log2(parts / space));
  return { items: filling.map((one, at) => toItem(one, gapSeq + at * step)), step };
}

/** Drops the cached unpacked lines of chunks that are removed. */
function forget<Raw>(chunks: readonly Chunk<Raw>[]): void {
  for (const { packed, cache } of chunks) if (packed) cache.forget(packed);
}

/** Splits consecutive items into chunks. A gap gets its own chunk, so that it can be filled later. */
function inChunks<Raw>(items: readonly LogItem<Raw>[], step: number, position: number): OpenChunk<Raw>[] {
  const chunks: OpenChunk<Raw>[] = [];
  let from = 0;
  for (let at = 1; at <= items.length; at++) {
    const whole = items[at]?.kind === 'log' && items[from]?.kind === 'log' && at - from < CHUNK_SIZE;
    if (whole) continue;
    const run = items.slice(from, at);
    chunks.push(openChunk(run, run.map(estimateBytes), (run[0] as LogItem<Raw>).seq, step, position + from));
    from = at;
  }
  return chunks;
}
