/**
 * The newest lines that were delivered, as far back as a server may repeat them. Everything that recognises a
 * repetition looks here, so memory is bounded by this window and not by the stream.
 */
import type { Cursor } from '../backends/source.js';
import type { DeliveredLine } from './line-key.js';

/** Lines kept: the size of the rings that our backends replay from. */
export const WINDOW_LINES = 10_000;

/** See the file's head. */
export class DeliveredWindow<Raw = unknown> {
  private readonly ring: DeliveredLine<Raw>[] = [];
  private head = 0;
  private total = 0;

  constructor(private readonly capacity: number = WINDOW_LINES) {}

  /** Lines delivered in all. */
  get delivered(): number {
    return this.total;
  }

  get length(): number {
    return this.ring.length;
  }

  /** Whether lines older than the window were delivered. */
  get truncated(): boolean {
    return this.total > this.ring.length;
  }

  /** Adds one line and answers the one that leaves for it. */
  push(line: DeliveredLine<Raw>): DeliveredLine<Raw> | undefined {
    this.total += 1;
    if (this.ring.length < this.capacity) {
      this.ring.push(line);
      return undefined;
    }
    const gone = this.ring[this.head];
    this.ring[this.head] = line;
    this.head = (this.head + 1) % this.capacity;
    return gone;
  }

  /** The line at `index`, 0 being the oldest. */
  at(index: number): DeliveredLine<Raw> | undefined {
    if (index < 0 || index >= this.ring.length) return undefined;
    return this.ring[(this.head + index) % this.ring.length];
  }

  get newest(): DeliveredLine<Raw> | undefined {
    return this.at(this.ring.length - 1);
  }

  get oldest(): DeliveredLine<Raw> | undefined {
    return this.at(0);
  }

  /** Takes over from an earlier stream: `delivered` lines in all, of which these are the newest. */
  restore(lines: readonly DeliveredLine<Raw>[], delivered: number): void {
    this.clear();
    for (const line of lines.slice(-this.capacity)) this.ring.push(line);
    this.total = delivered;
  }

  /** Puts lines before the one at `index`: a gap was filled there. */
  insert(index: number, lines: readonly DeliveredLine<Raw>[]): void {
    const all = [...this];
    all.splice(index, 0, ...lines);
    this.restore(all, this.total + lines.length);
  }

  *[Symbol.iterator](): Iterator<DeliveredLine<Raw>> {
    for (let index = 0; index < this.ring.length; index++) yield this.at(index) as DeliveredLine<Raw>;
  }

  clear(): void {
    this.ring.length = 0;
    this.head = 0;
  }

  /**
   * Where to ask from so that the answer repeats at least the last `overlap` milliseconds. The stamp is one of a delivered
   * line, and an older one than the newest: a server that reads `since` as "after" then still repeats the newest line's
   * whole tick, of which we may hold only a part. Without such a stamp the answer is "from the start"; so it is where the log as a
   * whole, `fromStart`, is shorter than the overlap: a late line may come before all others.
   */
  cursor(overlap: number, fromStart = false): Cursor {
    const newest = this.newest;
    const base: Cursor = {
      delivered: this.total,
      ...(newest?.id === undefined ? {} : { lastId: newest.id }),
      ...(newest?.timestamp === undefined ? {} : { lastTimestamp: newest.timestamp }),
    };
    const anchor = this.anchor(overlap, fromStart);
    if (anchor?.timestamp === undefined || anchor.time === undefined) return base;
    return { ...base, since: anchor.timestamp, sinceTime: anchor.time };
  }

  private anchor(overlap: number, fromStart: boolean): DeliveredLine<Raw> | undefined {
    let newestTime: number | undefined;
    let last = Number.POSITIVE_INFINITY;
    let lastButOne = last;
    for (const { time } of this) {
      if (time === undefined) continue;
      newestTime = Math.max(newestTime ?? time, time);
      lastButOne = last;
      last = time;
    }
    if (newestTime === undefined) return undefined;
    // After a clock stepped back, or a stamp from the future, what comes next is not as new as the latest stamp.
    newestTime = Math.min(newestTime, last, lastButOne);
    // The oldest tick of a truncated window may be held in part only; it cannot anchor.
    const torn = this.truncated ? this.oldest?.time : undefined;
    let best: DeliveredLine<Raw> | undefined;
    for (let index = this.ring.length - 1; index >= 0; index--) {
      const line = this.at(index) as DeliveredLine<Raw>;
      if (line.time === undefined || line.timestamp === undefined) continue;
      if (line.time >= newestTime || (torn !== undefined && line.time <= torn)) continue;
      if (best === undefined || line.time < (best.time as number)) best = line;
      if (best.time !== undefined && best.time <= newestTime - overlap) return best;
    }
    return fromStart ? undefined : best;
  }
}
