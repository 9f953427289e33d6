/**
 * Live lines that wait while REST is read, bounded in lines and bytes: the oldest are dropped first. A dropped line is only lost if REST
 * does not deliver it, so the queue watches the REST rows.
 */
import { lineBytes } from '../buffer/line-bytes.js';
import type { BufferBounds } from '../buffer/log-buffer.js';
import type { DecodedLine } from '../entry.js';

/** An item of the queue: a line, or the size of an oversized payload. */
export type HeldItem<Raw> = DecodedLine<Raw> | number;

/** Unused slots at the front of the array after which it is compacted. */
const SPENT = 4_096;

/** Bytes counted for an item that is not a line. */
const MARK_BYTES = 16;

/** Where REST rows reach the queue. */
export interface Meeting<Raw> {
  /** Index of the first row that is also in the queue. */
  readonly at: number;
  /** It is not the first line of the queue, so dropped lines need not be among the rows before it. */
  readonly inside: boolean;
  /** What the queue has before it. */
  readonly skipped: readonly HeldItem<Raw>[];
}

/** The delivered lines. */
interface KnownLines<Raw> {
  /** Whether a line was delivered, so that dropping it loses nothing. */
  recognises(line: DecodedLine<Raw>): boolean;
  /** Whether it is the newest delivered line: live lines up to it are a replay. */
  isNewest(line: DecodedLine<Raw>): boolean;
  /** Whether it is from before the time at which the stream begins, so that nobody wants it. */
  isBeforeStart(line: DecodedLine<Raw>): boolean;
  /** Whether it is older than the window of delivered lines. */
  isBeforeWindow(line: DecodedLine<Raw>): boolean;
}

/** See the file's head. */
export class HeldQueue<Raw> {
  private items: (HeldItem<Raw> | undefined)[] = [];
  private first = 0;
  private bytes = 0;
  private gone = 0;
  /** Key of the first dropped line. */
  private goneFrom: string | undefined;
  /** The newest dropped line. */
  lastGone: DecodedLine<Raw> | undefined;
  /** Number of dropped items that REST delivered, too, or that are not wanted. */
  private covered = 0;
  /** REST has reached the first dropped line. */
  private covering = false;
  /** Number of items up to the newest delivered line, including dropped ones. */
  private replayed = 0;
  /** Index of the lines in the queue by key, as far as they were indexed; of equal ones the first. */
  private readonly places = new Map<string, number>();
  private readonly equal = new Set<string>();
  private placed = 0;

  constructor(
    private readonly bounds: BufferBounds,
    private readonly key: (line: DecodedLine<Raw>) => string,
    private readonly delivered: KnownLines<Raw>,
  ) {}

  /** The oldest line in the queue, which REST has to reach. */
  get head(): DecodedLine<Raw> | undefined {
    for (const item of this) if (typeof item === 'object') return item;
    return undefined;
  }

  /** Number of payloads dropped for lack of room. */
  get dropped(): number {
    return this.gone;
  }

  push(item: HeldItem<Raw>): void {
    this.items.push(item);
    this.bytes += sizeOf(item);
    if (typeof item === 'object' && this.delivered.isNewest(item)) {
      this.replayed = this.gone + this.length;
      this.goneFrom = undefined;
      this.covered = this.gone;
    }
    while (this.length > this.bounds.lines || (this.bytes > this.bounds.bytes && this.length > 1))
      this.shift();
    // As they arrive, so that the first page from REST need not wait for all of them. Once some are dropped, others would go before they are looked for.
    if (this.gone === 0) this.findPlaces();
  }

  /** REST has reached the first line of the queue: none of the lines dropped so far is missing. */
  reached(): void {
    this.covered = this.gone;
    this.goneFrom = undefined;
    this.covering = false;
  }

  /** REST rows were stored: counts the dropped lines among them. */
  pass(rows: readonly DecodedLine<Raw>[]): void {
    if (this.goneFrom === undefined) return;
    for (const row of rows) {
      this.covering ||= this.key(row) === this.goneFrom;
      if (this.covering) this.covered += 1;
    }
  }

  /** Finds the first of these rows that is new and also in the queue, with what the queue has before it (nothing if several lines in the queue have its key, because then its place is unknown). */
  meet(rows: readonly DecodedLine<Raw>[]): Meeting<Raw> | undefined {
    this.findPlaces();
    // Nothing has come yet, as on a calm log: making the keys of a large page would take longer than storing it.
    if (this.places.size === 0) return undefined;
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at] as DecodedLine<Raw>;
      const place = this.places.get(this.key(row));
      if (place === undefined || place < this.first || this.delivered.recognises(row)) continue;
      const before = this.items.slice(this.first, place) as HeldItem<Raw>[];
      const inside = before.some((item) => typeof item === 'object');
      return { at, inside, skipped: this.equal.has(this.key(row)) ? [] : before };
    }
    return undefined;
  }

  private findPlaces(): void {
    for (this.placed = Math.max(this.placed, this.first); this.placed < this.items.length; this.placed++) {
      const item = this.items[this.placed];
      if (typeof item !== 'object') continue;
      const key = this.key(item);
      const known = this.places.get(key);
      if (known === undefined || known < this.first) this.places.set(key, this.placed);
      else this.equal.add(key);
    }
  }

  /** Number of dropped payloads that neither were delivered before nor came from REST. */
  get missing(): number {
    // REST has reached the first remaining line.
    if (this.head && this.delivered.recognises(this.head)) return 0;
    // The stream was still replaying old lines.
    if (this.lastGone && this.delivered.isBeforeWindow(this.lastGone)) return 0;
    const rest = this.head && this.isRepeat(this.head, this.lastGone) ? 1 : 0;
    return Math.max(0, this.gone - this.covered - rest);
  }

  /** Whether the server has sent a line twice. */
  private isRepeat(line: DecodedLine<Raw>, before: DecodedLine<Raw> | undefined): boolean {
    return before?.id !== undefined && this.key(line) === this.key(before);
  }

  *[Symbol.iterator](): Iterator<HeldItem<Raw>> {
    for (let at = this.first; at < this.items.length; at++) yield this.items[at] as HeldItem<Raw>;
  }

  private get length(): number {
    return this.items.length - this.first;
  }

  private shift(): void {
    const item = this.items[this.first] as HeldItem<Raw>;
    this.items[this.first] = undefined;
    this.first += 1;
    this.bytes -= sizeOf(item);
    if (this.first > SPENT && this.first * 2 > this.items.length) {
      this.items = this.items.slice(this.first);
      this.first = 0;
      this.places.clear();
      this.equal.clear();
      this.placed = 0;
    }
    this.gone += 1;
    const last = this.lastGone;
    if (typeof item === 'object') this.lastGone = item;
    const isAgain = typeof item === 'object' && this.isRepeat(item, last);
    if (this.gone <= this.replayed || isAgain) {
      this.covered += 1;
      return;
    }
    if (typeof item === 'number' || this.goneFrom !== undefined) return;
    // REST delivered it before it was dropped, or does not read that far back.
    if (this.delivered.recognises(item) || this.delivered.isBeforeStart(item)) this.covered += 1;
    else this.goneFrom = this.key(item);
  }
}

function sizeOf(item: HeldItem<unknown>): number {
  return typeof item === 'number' ? MARK_BYTES : lineBytes(item);
}
