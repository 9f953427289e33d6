/**
 * Live lines that wait while REST is read, bounded in lines and bytes: the oldest go first. What went is only lost if REST
 * does not bring it, so the queue looks at the rows that go by.
 */
import { lineBytes } from '../buffer/line-bytes.js';
import type { BufferBounds } from '../buffer/log-buffer.js';
import type { DecodedLine } from '../entry.js';

/** What stands in the queue: a line, or the size of a payload that was too large to be looked at. */
export type HeldItem<Raw> = DecodedLine<Raw> | number;

/** Spent slots at the front of the list after which it is cut. */
const SPENT = 4_096;

/** Bytes of a place in the queue that holds no line. */
const MARK_BYTES = 16;

/** Where rows of REST meet the queue. */
export interface Meeting<Raw> {
  /** Index of the first row that waits in the queue, too. */
  readonly at: number;
  /** It is not the first that waits: what went for want of room need not be among the rows before it. */
  readonly inside: boolean;
  /** Lines that wait before it. */
  readonly skipped: readonly DecodedLine<Raw>[];
}

/** What was delivered. */
interface KnownLines<Raw> {
  /** Whether a line was, so that it may go without being missed. */
  recognises(line: DecodedLine<Raw>): boolean;
  /** Whether it is the newest: what comes up to it is a replay. */
  isNewest(line: DecodedLine<Raw>): boolean;
  /** Whether it is older than all that is remembered. */
  isBeforeWindow(line: DecodedLine<Raw>): boolean;
}

/** See the file's head. */
export class HeldQueue<Raw> {
  private items: (HeldItem<Raw> | undefined)[] = [];
  private first = 0;
  private bytes = 0;
  private gone = 0;
  /** Key of the first line that went. */
  private goneFrom: string | undefined;
  private lastGone: DecodedLine<Raw> | undefined;
  /** Rows of REST since it met that line. */
  private covered = 0;
  private covering = false;
  /** Items up to the newest line that was delivered, with those that went. */
  private replayed = 0;
  /** Index by key of the lines that wait, as far as they were looked at: the first of equal ones. */
  private readonly places = new Map<string, number>();
  private readonly equal = new Set<string>();
  private placed = 0;

  constructor(
    private readonly bounds: BufferBounds,
    private readonly key: (line: DecodedLine<Raw>) => string,
    private readonly delivered: KnownLines<Raw>,
  ) {}

  /** The oldest line that waits; what REST has to reach. */
  get head(): DecodedLine<Raw> | undefined {
    for (let at = this.first; at < this.items.length; at++) {
      const item = this.items[at];
      if (typeof item === 'object') return item;
    }
    return undefined;
  }

  /** Payloads that went for want of room. */
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
  }

  /** REST came as far as the first that waits: of what went so far, nothing is missing. */
  reached(): void {
    this.covered = this.gone;
    this.goneFrom = undefined;
    this.covering = false;
  }

  /** Rows of REST were stored: whether what went is among them. */
  pass(rows: readonly DecodedLine<Raw>[]): void {
    if (this.goneFrom === undefined) return;
    for (const row of rows) {
      this.covering ||= this.key(row) === this.goneFrom;
      if (this.covering) this.covered += 1;
    }
  }

  /** The first of these rows that is new and waits here as well, and what waits before it. Of equal lines none tells which it is. */
  meet(rows: readonly DecodedLine<Raw>[]): Meeting<Raw> | undefined {
    this.findPlaces();
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at] as DecodedLine<Raw>;
      const place = this.places.get(this.key(row));
      if (place === undefined || place < this.first || this.delivered.recognises(row)) continue;
      const before = this.items.slice(this.first, place).filter((item) => typeof item === 'object');
      const inside = before.length > 0;
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

  /** Of what went, payloads that were not delivered before, and that REST did not bring. */
  get missing(): number {
    // REST came as far as the first that is left.
    if (this.head && this.delivered.recognises(this.head)) return 0;
    // The stream was still repeating what was there before.
    if (this.lastGone && this.delivered.isBeforeWindow(this.lastGone)) return 0;
    return Math.max(0, this.gone - this.covered);
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
    if (typeof item === 'object') this.lastGone = item;
    if (this.gone <= this.replayed) this.covered += 1;
    if (this.gone <= this.replayed || typeof item === 'number' || this.goneFrom !== undefined) return;
    // REST brought it before it went.
    if (this.delivered.recognises(item)) this.covered += 1;
    else this.goneFrom = this.key(item);
  }
}

function sizeOf(item: HeldItem<unknown>): number {
  return typeof item === 'number' ? MARK_BYTES : lineBytes(item);
}
