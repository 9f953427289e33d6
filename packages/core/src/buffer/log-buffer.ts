/**
 * The bounded store of a stream: append and eviction in constant time a line, views that share its storage, and
 * sequence numbers that never move. Bounds are lines and bytes, whichever comes first; the oldest goes first.
 */
import type { DecodedLine, LogEntry, LogGap, LogItem } from '../entry.js';
import { weigh } from '../lib/weigh.js';
import { BufferView } from './buffer-view.js';
import {
  CHUNK_SIZE,
  gapOf,
  lastChunkAtOrBefore,
  openChunk,
  withoutFirst,
  type Chunk,
  type OpenChunk,
} from './chunk.js';
import { ItemCache } from './item-cache.js';
import { LabelPool } from './label-pool.js';
import { PackedLines } from './packed-lines.js';

/** The two bounds. */
export interface BufferBounds {
  readonly lines: number;
  readonly bytes: number;
}

/** A gap before it has a place. */
export type GapInit = Omit<LogGap, 'kind' | 'seq'>;

/** Bytes of a gap, and of a line without its text. */
const GAP_BYTES = 200;
const LINE_BYTES = 240;

/**
 * Parts of the byte bound that one chunk may hold. What was evicted goes with its whole chunk, because views share it; so
 * this is how far memory may exceed the bound.
 */
const CHUNK_SHARE = 32;
const LEAST_CHUNK_BYTES = 65_536;

/** What the server's object holds beside the message counts from here on; below, the bytes of a line allow for it. */
const NOTICED_BYTES = 1_024;

/**
 * Buffers of more lines than this pack those that have grown old. In a smaller one a line is let go so soon that packing it would
 * cost more than it saves.
 */
const PACKING_BOUND = 16_384;
/** Newest chunks that are not packed, the open one included: what was written last is looked at most. */
const NEWEST_CHUNKS = 3;
/** With fewer lines than this a packed chunk costs more than its lines. */
const LEAST_PACKED = 32;

/** Bytes the text of a message takes at two bytes a character, the engine's worst case, with its line. */
function textBytes(length: number): number {
  return LINE_BYTES + length * 2;
}

/** Bytes that the server's object of a line keeps alive beside its message, where they are worth noticing. */
function rawBytes(line: DecodedLine): number {
  if (typeof line.raw !== 'object') return 0;
  const bytes = weigh(line.raw) - line.message.length * 2;
  return bytes > NOTICED_BYTES ? bytes : 0;
}

/** Bytes a line is taken to hold with all it keeps alive. */
export function lineBytes(line: DecodedLine): number {
  return textBytes(line.message.length) + rawBytes(line);
}

function toEntry<Raw>(line: DecodedLine<Raw>, seq: number): LogEntry<Raw> {
  return { kind: 'log', seq, ...line };
}

/** Bytes an item is taken to hold with all it keeps alive. */
export function estimateBytes(item: LogItem): number {
  return item.kind === 'gap' ? GAP_BYTES : lineBytes(item);
}

/** See the file's head. */
export class LogBuffer<Raw = unknown> {
  private chunks: readonly Chunk<Raw>[] = [];
  private start = 0;
  private end = 0;
  private bytes = 0;
  private structure = 0;
  private seq: number;
  /** Bytes of server's objects that are large, by the line that bears them. */
  private readonly heavy = new WeakMap<LogItem<Raw>, number>();
  private lastRaw: unknown;
  private lastChunkBytes = 0;
  private readonly chunkBytes: number;
  private readonly packs: boolean;
  private readonly cache = new ItemCache<Raw>();
  private readonly labels = new LabelPool();

  /**
   * @param firstSeq Number of the first line; not 0 where a stream goes on.
   * @param packingBound Lines above which a bound makes old lines be packed.
   */
  constructor(
    private readonly bounds: BufferBounds,
    firstSeq = 0,
    packingBound = PACKING_BOUND,
  ) {
    this.seq = firstSeq;
    this.packs = bounds.lines > packingBound;
    this.chunkBytes = Math.max(LEAST_CHUNK_BYTES, bounds.bytes / CHUNK_SHARE);
  }

  /** Sequence number that the next line at the end will get. */
  get nextSeq(): number {
    return this.seq;
  }

  /** Room for older lines, in lines. */
  get room(): number {
    return this.bytes >= this.bounds.bytes ? 0 : Math.max(0, this.bounds.lines - (this.end - this.start));
  }

  /** A frozen look at what is held now. */
  view(): BufferView<Raw> {
    return new BufferView(this.chunks, this.start, this.end, this.structure, this.cache);
  }

  /** Puts lines at the end and evicts what no longer fits at the front. */
  append(lines: readonly DecodedLine<Raw>[]): readonly LogEntry<Raw>[] {
    const entries: LogEntry<Raw>[] = [];
    for (const line of lines) {
      const entry = toEntry(line, this.seq);
      this.noteOnce(entry);
      this.push(entry);
      this.seq += 1;
      entries.push(entry);
    }
    this.evict();
    return entries;
  }

  /** Puts a gap at the end. The numbers of the lines it stands for stay free, where their count is known. */
  appendGap(init: GapInit): LogGap {
    const gap: LogGap = { kind: 'gap', seq: this.seq, ...init };
    this.addChunk([gap]);
    this.end += 1;
    this.bytes += GAP_BYTES;
    this.seq += Math.max(1, init.missing ?? 1);
    this.evict();
    return gap;
  }

  /** Puts a gap before the first item, for lines that went before anybody saw them. undefined when nothing is held. */
  prependGap(init: GapInit & { readonly missing: number }): LogGap | undefined {
    const first = this.view().seqAt(0);
    if (first === undefined) return undefined;
    const gap: LogGap = { kind: 'gap', seq: Math.floor(first) - init.missing, ...init };
    this.chunks = [openChunk<Raw>([gap], gap.seq, 1, this.start - 1), ...this.withoutEvicted()];
    this.start -= 1;
    this.bytes += GAP_BYTES;
    return gap;
  }

  /** Puts older lines (oldest first) before the first; only as many of the newest of them as there is room for. */
  prepend(lines: readonly DecodedLine<Raw>[]): readonly LogEntry<Raw>[] {
    let room = this.room;
    let from = lines.length;
    let bytes = this.bytes;
    while (from > 0 && room > 0) {
      bytes += lineBytes(lines[from - 1] as DecodedLine<Raw>);
      if (bytes > this.bounds.bytes) break;
      from -= 1;
      room -= 1;
    }
    const taken = lines.slice(from);
    if (taken.length === 0) return [];
    const firstSeq = Math.floor(this.view().seqAt(0) ?? this.seq) - taken.length;
    const entries = taken.map((line, index) => toEntry(line, firstSeq + index));
    for (const entry of entries) this.note(entry);
    const older: Chunk<Raw>[] = [];
    for (let at = 0; at < entries.length; at += CHUNK_SIZE)
      older.push(
        this.pack(
          openChunk<Raw>(
            entries.slice(at, at + CHUNK_SIZE),
            firstSeq + at,
            1,
            this.start - entries.length + at,
          ),
        ),
      );
    this.chunks = [...older, ...this.withoutEvicted()];
    this.start -= entries.length;
    this.bytes = bytes;
    return entries;
  }

  /**
   * Puts lines in the place of a gap. With `rest`, a smaller gap stays: before the lines when `restAt` is `before`, else after.
   * Answers undefined when that gap is no longer held.
   */
  fill(
    gapSeq: number,
    lines: readonly DecodedLine<Raw>[],
    rest?: { readonly init: GapInit; readonly at: 'before' | 'after' },
  ): readonly LogItem<Raw>[] | undefined {
    if (this.view().rowOf(gapSeq) < 0) return undefined;
    const index = lastChunkAtOrBefore(this.chunks, gapSeq, (chunk) => chunk.firstSeq);
    const gap = gapOf(this.chunks[index] as Chunk<Raw>);
    if (gap === undefined) return undefined;
    const following = this.chunks[index + 1];
    const count = lines.length + (rest ? 1 : 0);
    const space = (following?.firstSeq ?? this.seq) - gapSeq;
    const step = count <= space ? 1 : space / 2 ** Math.ceil(Math.log2(count + 1));
    const items: LogItem<Raw>[] = lines.map((line, at) =>
      toEntry(line, gapSeq + (at + (rest?.at === 'before' ? 1 : 0)) * step),
    );
    if (rest) {
      const at = rest.at === 'before' ? 0 : items.length;
      items.splice(at, 0, { kind: 'gap', seq: gapSeq + at * step, ...rest.init });
    }
    for (const item of items) if (item.kind === 'log') this.note(item);
    this.replaceChunk(index, items, step);
    this.bytes += items.reduce((sum, item) => sum + this.bytesOf(item), 0) - GAP_BYTES;
    this.evict();
    return items;
  }

  /** Forgets every item; numbers go on where they were. */
  clear(): void {
    this.chunks = [];
    this.cache.clear();
    this.start = this.end;
    this.bytes = 0;
    this.structure += 1;
  }

  private note(entry: LogEntry<Raw>): void {
    const bytes = rawBytes(entry);
    if (bytes > 0) this.heavy.set(entry, bytes);
  }

  /** Several lines of one payload share its object: the first bears it. */
  private noteOnce(entry: LogEntry<Raw>): void {
    if (entry.raw !== this.lastRaw) this.note(entry);
    this.lastRaw = entry.raw;
  }

  private bytesOf(item: LogItem<Raw>): number {
    return item.kind === 'gap' ? GAP_BYTES : textBytes(item.message.length) + (this.heavy.get(item) ?? 0);
  }

  private bytesAt(chunk: Chunk<Raw>, index: number): number {
    if (!chunk.packed) return this.bytesOf(chunk.items[index] as LogItem<Raw>);
    const line = index + chunk.skipped;
    return textBytes(chunk.packed.messages.lengthAt(line)) + chunk.packed.heavyAt(line);
  }

  private push(item: LogItem<Raw>): void {
    const last = this.chunks.at(-1);
    const joins =
      last?.items !== undefined &&
      last.items.length < CHUNK_SIZE &&
      this.lastChunkBytes < this.chunkBytes &&
      last.step === 1 &&
      last.items[0]?.kind === 'log' &&
      last.firstSeq + last.items.length === item.seq;
    const bytes = this.bytesOf(item);
    if (joins) {
      last.items.push(item);
      this.lastChunkBytes += bytes;
    } else {
      this.addChunk([item]);
      this.lastChunkBytes = bytes;
    }
    this.end += 1;
    this.bytes += bytes;
  }

  private addChunk(items: [LogItem<Raw>]): void {
    const chunks = [...this.chunks];
    const aged = chunks.length - NEWEST_CHUNKS;
    const old = chunks[aged];
    if (old) chunks[aged] = this.pack(old);
    chunks.push(openChunk<Raw>(items, items[0].seq, 1, this.end));
    this.chunks = chunks;
  }

  /** The same chunk packed, where that is worth it. Views held by others go on with the one they have. */
  private pack(chunk: Chunk<Raw>): Chunk<Raw> {
    if (!this.packs || chunk.packed || chunk.items.length < LEAST_PACKED) return chunk;
    const heavy = new Map<number, number>();
    chunk.items.forEach((item, index) => {
      const bytes = this.heavy.get(item);
      if (bytes !== undefined) heavy.set(index, bytes);
    });
    const packed = PackedLines.of(chunk.items, chunk.step, this.labels, heavy.size > 0 ? heavy : undefined);
    if (packed === undefined) return chunk;
    return {
      items: undefined,
      packed,
      skipped: 0,
      firstSeq: chunk.firstSeq,
      step: chunk.step,
      position: chunk.position,
    };
  }

  /** Replaces one chunk (a lone gap) by others and moves all that follow. Views held by others stay as they were. */
  private replaceChunk(index: number, items: readonly LogItem<Raw>[], step: number): void {
    const old = this.chunks[index] as Chunk<Raw>;
    const moved = items.length - 1;
    const inPlace: OpenChunk<Raw>[] = [];
    // A gap that stays gets a chunk of its own, so that it can be filled in its turn.
    let run: LogItem<Raw>[] = [];
    const flush = (): void => {
      const first = run[0];
      if (first) {
        const before = inPlace.reduce((sum, chunk) => sum + chunk.items.length, 0);
        inPlace.push(openChunk(run, first.seq, step, old.position + before));
      }
      run = [];
    };
    for (const item of items) {
      if (item.kind === 'gap' || run[0]?.kind === 'gap' || run.length >= CHUNK_SIZE) flush();
      run.push(item);
    }
    flush();
    const later = this.chunks
      .slice(index + 1)
      .map((chunk) => ({ ...chunk, position: chunk.position + moved }));
    const chunks = [...this.chunks.slice(0, index), ...inPlace, ...later];
    this.chunks = chunks.map((chunk, at) => (at < chunks.length - NEWEST_CHUNKS ? this.pack(chunk) : chunk));
    this.end += moved;
    this.structure += 1;
  }

  /** The chunks without what was evicted inside the first: its slots are needed for older lines. */
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
      this.bytes -= this.bytesAt(chunk, this.start - chunk.position);
      this.start += 1;
      const next = this.chunks[drop + 1];
      if (next && next.position <= this.start) drop += 1;
    }
    if (drop === 0) return;
    for (const { packed } of this.chunks.slice(0, drop)) if (packed) this.cache.forget(packed);
    this.chunks = this.chunks.slice(drop);
  }
}
