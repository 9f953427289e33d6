/**
 * The items delivered in this tab, with the numbers that all tabs share: they are sent to tabs that are opened later or have missed some.
 * Bounded like a buffer, by items and bytes; the oldest are dropped first. Holds the buffer's own objects, not copies: of a line that the
 * buffer has packed, only the number.
 */
import type { BufferView } from '../buffer/buffer-view.js';
import { CHUNK_SIZE, NEWEST_CHUNKS } from '../buffer/chunk.js';
import { estimateBytes, lineBytes } from '../buffer/line-bytes.js';
import type { PackedLines } from '../buffer/packed-lines.js';
import type { LogItem } from '../entry.js';
import { firstWhere } from '../lib/first-where.js';
import type { Placed, SharedItem } from './tab-protocol.js';

/** Unused slots at the front of the array after which it is compacted. */
const SPENT = 512;
/** Lines at the end of a buffer before which all are packed, if they can be. */
const NEWEST = (NEWEST_CHUNKS + 1) * CHUNK_SIZE;

/** An item as the log holds it. */
export type TabItem<Raw> = LogItem<Raw> | Placed<Raw>;

/** An item, or the sequence number of a line that the buffer has packed. */
type Slot<Raw> = TabItem<Raw> | number;

function sizeOf(item: TabItem<unknown>): number {
  return item.kind === 'placed'
    ? item.lines.reduce((bytes, line) => bytes + lineBytes(line), 0)
    : estimateBytes(item);
}

/** See the file's head. */
export class TabLog<Raw = unknown> {
  private items: (Slot<Raw> | undefined)[] = [];
  /** The lines that the items have only numbers of, and the index after the last of those. */
  private packs: PackedLines<Raw>[] = [];
  private packed = 0;
  /** Index of the oldest item in the array. */
  private spent = 0;
  private bytes = 0;
  private first = 0;

  /**
   * @param torn There were items before the oldest one.
   * @param view What the buffer holds.
   */
  constructor(
    private readonly bounds: { readonly lines: number; readonly bytes: number },
    private torn = false,
    private readonly view?: () => Pick<BufferView<Raw>, 'length' | 'rowOf' | 'packedAt'>,
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
    this.pack();
  }

  /** Looks for lines that the buffer has packed by now. */
  pack(): void {
    const view = this.view?.();
    if (!view) return;
    // Old lines are packed in order. Once all are, those left cannot be packed.
    const old = view.packedAt(view.length - NEWEST) ? view.length - NEWEST : 0;
    this.packed = Math.max(this.packed, this.spent);
    for (; this.packed < this.items.length; this.packed++) {
      const item = this.items[this.packed] as TabItem<Raw>;
      if (item.kind !== 'log') continue;
      const row = view.rowOf(item.seq);
      const lines = view.packedAt(row);
      if (!lines && row >= old) return;
      if (!lines) continue;
      this.items[this.packed] = item.seq;
      if (lines !== this.packs.at(-1)) this.packs.push(lines);
    }
  }

  /** Drops everything; the next item gets the number `next`. `truncated`: other tabs have items before it. */
  reset(next: number, truncated: boolean): void {
    this.items = [];
    this.packs = [];
    this.packed = 0;
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
    for (const item of this.slotsFrom(from))
      if (typeof item === 'number' || item.kind === 'log') lines += 1;
      else if (item.kind === 'placed') lines += item.lines.length;
    return lines;
  }

  /** At most `count` items from number `from` on, in the form in which they are sent. */
  slice(from: number, count: number): readonly SharedItem<Raw>[] {
    return share(this.slotsFrom(from, count).map((slot) => this.itemOf(slot)));
  }

  private get length(): number {
    return this.items.length - this.spent;
  }

  private slotsFrom(from: number, count = Infinity): Slot<Raw>[] {
    const at = this.spent + Math.max(0, from - this.first);
    return this.items.slice(at, at + count) as Slot<Raw>[];
  }

  private itemOf(slot: Slot<Raw>): TabItem<Raw> {
    if (typeof slot !== 'number') return slot;
    const { packs } = this;
    const lines = packs[
      firstWhere(packs.length, (at) => (packs[at] as PackedLines<Raw>).firstSeq > slot) - 1
    ] as PackedLines<Raw>;
    return lines.at((slot - lines.firstSeq) / lines.step);
  }

  private trim(): void {
    const { lines, bytes } = this.bounds;
    while (this.length > lines || (this.bytes > bytes && this.length > 1)) {
      this.bytes -= sizeOf(this.itemOf(this.items[this.spent] as Slot<Raw>));
      this.items[this.spent] = undefined;
      this.spent += 1;
      this.first += 1;
      this.torn = true;
    }
    const oldest = this.items[this.spent];
    if (typeof oldest === 'number')
      while ((this.packs[1]?.firstSeq ?? Infinity) <= oldest) this.packs.shift();
    if (this.spent <= SPENT || this.spent * 2 <= this.items.length) return;
    this.items = this.items.slice(this.spent);
    this.packed = Math.max(0, this.packed - this.spent);
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
