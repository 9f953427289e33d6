/**
 * The items delivered in this tab, with the numbers that all tabs share: they are sent to tabs that are opened later or have missed some.
 * Bounded like a buffer, by items and bytes; the oldest are dropped first. Holds the buffer's own objects, not copies.
 */
import { estimateBytes, lineBytes } from '../buffer/line-bytes.js';
import type { LogItem } from '../entry.js';
import type { Placed, SharedItem } from './tab-protocol.js';

/** Unused slots at the front of the array after which it is compacted. */
const SPENT = 512;

/** An item as the log holds it. */
export type TabItem<Raw> = LogItem<Raw> | Placed<Raw>;

function sizeOf(item: TabItem<unknown>): number {
  return item.kind === 'placed'
    ? item.lines.reduce((bytes, line) => bytes + lineBytes(line), 0)
    : estimateBytes(item);
}

/** See the file's head. */
export class TabLog<Raw = unknown> {
  private items: (TabItem<Raw> | undefined)[] = [];
  /** Index of the oldest item in the array. */
  private spent = 0;
  private bytes = 0;
  private first = 0;

  /** @param torn There were items before the oldest one. */
  constructor(
    private readonly bounds: { readonly lines: number; readonly bytes: number },
    private torn = false,
  ) {}

  /** Number of the oldest item held. */
  get start(): number {
    return this.first;
  }

  /** Number that the next item gets. */
  get next(): number {
    return this.first + this.length;
  }

  /** Whether items before the oldest one were dropped or never arrived here. */
  get truncated(): boolean {
    return this.torn;
  }

  push(items: readonly TabItem<Raw>[]): void {
    for (const item of items) {
      this.items.push(item);
      this.bytes += sizeOf(item);
    }
    this.trim();
  }

  /** Drops everything; the next item gets the number `next`. `truncated`: other tabs have items before it. */
  reset(next: number, truncated: boolean): void {
    this.items = [];
    this.spent = 0;
    this.bytes = 0;
    this.first = next;
    this.torn = truncated;
  }

  /** Renumbers the items so that the next one gets the number `next`. */
  renumber(next: number): void {
    this.first = next - this.length;
  }

  /** How many lines (without gaps) there are from number `from` on. */
  linesFrom(from: number): number {
    let lines = 0;
    for (const item of this.itemsFrom(from)) {
      if (item.kind === 'log') lines += 1;
      if (item.kind === 'placed') lines += item.lines.length;
    }
    return lines;
  }

  /** At most `count` items from number `from` on, in the form in which they are sent. */
  slice(from: number, count: number): readonly SharedItem<Raw>[] {
    return share(this.itemsFrom(from, count));
  }

  private get length(): number {
    return this.items.length - this.spent;
  }

  private itemsFrom(from: number, count = Infinity): TabItem<Raw>[] {
    const at = this.spent + Math.max(0, from - this.first);
    return this.items.slice(at, at + count) as TabItem<Raw>[];
  }

  private trim(): void {
    const { lines, bytes } = this.bounds;
    while (this.length > lines || (this.bytes > bytes && this.length > 1)) {
      this.bytes -= sizeOf(this.items[this.spent] as TabItem<Raw>);
      this.items[this.spent] = undefined;
      this.spent += 1;
      this.first += 1;
      this.torn = true;
    }
    if (this.spent <= SPENT || this.spent * 2 <= this.items.length) return;
    this.items = this.items.slice(this.spent);
    this.spent = 0;
  }
}

/** Removes the sequence numbers, which are different in each tab's stream. */
export function share<Raw>(items: readonly TabItem<Raw>[]): readonly SharedItem<Raw>[] {
  return items.map((item) => {
    if (item.kind === 'placed') return item;
    const { seq: _seq, ...shared } = item;
    return shared;
  });
}
