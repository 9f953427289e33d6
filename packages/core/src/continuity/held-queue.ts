/**
 * Live lines that wait while REST is read, bounded in lines and bytes: the oldest go first. What went is only lost if REST
 * does not bring it, so the queue looks at the rows that go by.
 */
import { lineBytes, type BufferBounds } from '../buffer/log-buffer.js';
import type { DecodedLine } from '../entry.js';

/** What stands in the queue: a line, or the size of a payload that was too large to be looked at. */
export type HeldItem<Raw> = DecodedLine<Raw> | number;

/** Spent slots at the front of the list after which it is cut. */
const SPENT = 4_096;

/** Bytes of a place in the queue that holds no line. */
const MARK_BYTES = 16;

/** See the file's head. */
export class HeldQueue<Raw> {
  private items: (HeldItem<Raw> | undefined)[] = [];
  private first = 0;
  private bytes = 0;
  private gone = 0;
  /** Key of the first line that went. */
  private goneFrom: string | undefined;
  /** Rows of REST since it met that line. */
  private covered = 0;
  private covering = false;

  constructor(
    private readonly bounds: BufferBounds,
    private readonly key: (line: DecodedLine<Raw>) => string,
    /** Whether a line was delivered already, so that it may go without being missed. */
    private readonly isDelivered: (line: DecodedLine<Raw>) => boolean,
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
    while (this.length > this.bounds.lines || (this.bytes > this.bounds.bytes && this.length > 1))
      this.shift();
  }

  /** Rows of REST were stored: whether what went is among them. */
  pass(rows: readonly DecodedLine<Raw>[]): void {
    if (this.goneFrom === undefined) return;
    for (const row of rows) {
      this.covering ||= this.key(row) === this.goneFrom;
      if (this.covering) this.covered += 1;
    }
  }

  /** Of what went, payloads that REST did not bring. */
  get missing(): number {
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
    }
    this.gone += 1;
    if (typeof item === 'number' || this.goneFrom !== undefined) return;
    // REST brought it before it went.
    if (this.isDelivered(item)) this.covered += 1;
    else this.goneFrom = this.key(item);
  }
}

function sizeOf(item: HeldItem<unknown>): number {
  return typeof item === 'number' ? MARK_BYTES : lineBytes(item);
}
