/**
 * The newest delivered lines, as far back as a server may repeat them. All recognition of repeats uses this
 * window, so that memory is bounded by the window and not by the length of the stream.
 */
import type { DecodedLine } from '../entry.js';
import { weigh } from '../lib/weigh.js';
import { isRemembered, type DeliveredLine, type RememberedLine } from './line-key.js';

/** Lines kept: the size of the ring buffers from which the built-in backends replay. */
export const WINDOW_LINES = 10_000;

/** Total bytes of lines kept whole. Ordinary lines stay far below; larger ones are shortened, which is slower because every character is hashed. */
const WINDOW_BYTES = 16 * 1024 * 1024;

/** Number of chains of ids: a power of two. */
const CHAINS = 4_096;

/** FNV-1a over UTF-16 units; the upper bits are mixed into the lower ones, because only those are used. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5 | 0; // signed from the start, otherwise the engine uses doubles in the loop
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return hash ^ (hash >>> 15);
}

/** See the file's head. */
export class DeliveredWindow<Raw = unknown> {
  /** By slot; undefined if the columns below hold everything needed. */
  private readonly ring: (DeliveredLine<Raw> | undefined)[] = [];
  /** By slot: size of the line in bytes. */
  private readonly bytes: number[] = [];
  private held = 0;
  private readonly ids: (string | undefined)[] = [];
  private readonly stamps: (string | undefined)[] = [];
  /** NaN: not known. */
  private readonly times: number[] = [];
  private readonly hashes: number[] = [];
  /**
   * A hash table of the ids: by chain, one more than the slot of its newest line; by slot, the same for the next older line of its chain. Nothing is
   * taken out: where a chain comes to a line that is newer than the one before, that slot was used again, and the chain is over. A `Map` that
   * drops an entry for each one it gets would have to be rehashed again and again.
   */
  private readonly chains = new Int32Array(CHAINS);
  private readonly next: number[] = [];
  /** The id that was looked up last, which usually is the one added next, and its hash. */
  private asked: string | undefined;
  private hash = 0;
  private head = 0;
  private total = 0;
  /** Whether lines older than the window were delivered. */
  truncated = false;

  /**
   * @param capacity Lines kept.
   * @param byId Lines are recognised by id: then only id and timestamp are kept, in columns, so that the window neither
   *   keeps a second copy of the log alive nor costs an object per line.
   * @param shorten Reduces a line that is too large to be kept whole.
   */
  constructor(
    private readonly capacity: number = WINDOW_LINES,
    private readonly byId: boolean,
    private readonly shorten: (line: DecodedLine<Raw>) => RememberedLine,
  ) {}

  /** Total number of lines delivered, except for those that were inserted: no line changes its place among those after it. */
  get delivered(): number {
    return this.total;
  }

  get length(): number {
    return this.ring.length;
  }

  /** Whether the window has a line with this id. Always false if lines are not recognised by id. */
  has(id: string): boolean {
    return this.indexOf(id) >= 0;
  }

  /** Index of the newest line with this id; −1 if there is none. */
  indexOf(id: string): number {
    const { head, hashes, ids, length } = this;
    const hash = hashOf(id);
    this.asked = id;
    this.hash = hash;
    let slot = (this.chains[hash & (CHAINS - 1)] as number) - 1;
    for (let last = length; slot >= 0; slot = (this.next[slot] as number) - 1) {
      const index = slot < head ? slot - head + length : slot - head;
      if (index >= last) break;
      if (hashes[slot] === hash && ids[slot] === id) return index;
      last = index;
    }
    return -1;
  }

  /** Adds one line as the newest. Once the window is full, it replaces the oldest. */
  push(line: DeliveredLine<Raw>): void {
    const slot = this.nextSlot();
    const { id } = line;
    const known = this.byId && id !== undefined;
    this.ring[slot] = known ? undefined : this.whole(slot, line);
    if (!this.byId) return;
    this.ids[slot] = id;
    this.stamps[slot] = known ? line.timestamp : undefined;
    this.times[slot] = known ? (line.time ?? Number.NaN) : Number.NaN;
    if (!known) return;
    const hash = id === this.asked ? this.hash : hashOf(id);
    this.hashes[slot] = hash;
    this.next[slot] = this.chains[hash & (CHAINS - 1)] as number;
    this.chains[hash & (CHAINS - 1)] = slot + 1;
  }

  /** Frees and returns the slot for one more line. */
  private nextSlot(): number {
    this.total += 1;
    if (this.ring.length < this.capacity) return this.ring.length;
    const slot = this.head;
    this.truncated = true;
    this.head = slot + 1 === this.capacity ? 0 : slot + 1;
    this.held -= this.bytes[slot] ?? 0;
    this.bytes[slot] = 0;
    return slot;
  }

  /** The whole line if there is room for it, otherwise only what it is recognised by. */
  private whole(slot: number, line: DeliveredLine<Raw>): DeliveredLine<Raw> {
    if (isRemembered(line)) return line;
    const bytes = line.message.length * 2 + weigh(line.raw);
    if (this.held + bytes > WINDOW_BYTES) return this.shorten(line);
    this.bytes[slot] = bytes;
    this.held += bytes;
    return line;
  }

  /** The line at `index`, 0 being the oldest. */
  at(index: number): DeliveredLine<Raw> | undefined {
    if (index < 0 || index >= this.ring.length) return undefined;
    const slot = (this.head + index) % this.ring.length;
    return this.ring[slot] ?? this.known(slot);
  }

  /** The time of the line at `index`, without creating an object. */
  timeAt(index: number): number | undefined {
    const slot = (this.head + index) % this.ring.length;
    const line = this.ring[slot];
    if (line) return line.time;
    const time = this.times[slot];
    return Number.isNaN(time) ? undefined : time;
  }

  /** The latest time of all lines; −∞ if none has a time. */
  get latest(): number {
    let latest = -Infinity;
    for (let index = 0; index < this.ring.length; index++)
      latest = Math.max(latest, this.timeAt(index) ?? latest);
    return latest;
  }

  private known(slot: number): RememberedLine {
    const id = this.ids[slot] as string;
    const timestamp = this.stamps[slot];
    const time = this.times[slot] as number;
    return {
      key: id,
      id,
      ...(timestamp === undefined ? {} : { timestamp }),
      ...(Number.isNaN(time) ? {} : { time }),
    };
  }

  get newest(): DeliveredLine<Raw> | undefined {
    return this.at(this.ring.length - 1);
  }

  get oldest(): DeliveredLine<Raw> | undefined {
    return this.at(0);
  }

  /** The oldest line that has a time. */
  get oldestTimed(): DeliveredLine<Raw> | undefined {
    let index = 0;
    while (index < this.length && this.timeAt(index) === undefined) index += 1;
    return this.at(index);
  }

  /** At most the newest `count` lines, oldest first. */
  last(count: number): readonly DeliveredLine<Raw>[] {
    const length = Math.min(count, this.length);
    return Array.from({ length }, (_, at) => this.at(this.length - length + at) as DeliveredLine<Raw>);
  }

  /** Replaces the contents: `delivered` lines in total, of which these are the newest; `truncated`: they are not all. */
  restore(
    lines: readonly DeliveredLine<Raw>[],
    delivered: number,
    truncated = delivered > lines.length,
  ): void {
    for (const column of [this.ring, this.bytes, this.ids, this.stamps, this.times]) column.length = 0;
    this.held = 0;
    this.chains.fill(0);
    this.head = 0;
    for (const line of lines.slice(-this.capacity)) this.push(line);
    this.total = delivered;
    this.truncated = truncated || lines.length > this.capacity;
  }

  /** Drops all but the newest `count` lines; older lines count as delivered and out of the window. */
  keep(count: number): void {
    if (count < this.length) this.restore(this.last(count), this.total, true);
  }

  /** Inserts lines before the one at `index`, because a gap was filled there. */
  insert(index: number, lines: readonly DeliveredLine<Raw>[]): void {
    const all = [...this];
    all.splice(index, 0, ...lines);
    this.restore(all, this.total, this.truncated);
  }

  *[Symbol.iterator](): Iterator<DeliveredLine<Raw>> {
    for (let index = 0; index < this.ring.length; index++) yield this.at(index) as DeliveredLine<Raw>;
  }
}
