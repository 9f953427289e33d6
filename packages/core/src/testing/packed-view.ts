/** A view of given items that presents them in packed blocks, as a buffer does. For tests. */
import type { LineBlock, LogView } from '../buffer/log-view.js';
import type { LogEntry, LogItem } from '../entry.js';

/** Messages that are not part of a block's text: with control characters other than a tab, or characters beyond Latin-1. */

const APART = /[^\t\u0020-\u007e\u00a0-\u00ff]/;

class ItemBlock implements LineBlock {
  readonly firstSeq: number;
  readonly text: string;
  readonly starts: Uint32Array;
  readonly apart: readonly number[];
  readonly coded: readonly number[];

  /** @param entries All lines of the block, including evicted ones. */
  constructor(
    private readonly entries: readonly LogEntry[],
    readonly base: number,
    readonly from: number,
    readonly to: number,
  ) {
    this.firstSeq = (entries[0] as LogEntry).seq;
    const texts = entries.map(({ message }) => (APART.test(message) ? '' : message));
    let end = 0;
    this.starts = Uint32Array.from(texts, ({ length }) => (end += length + 1) - length - 1);
    this.text = texts.map((text) => `${text}\n`).join('');
    this.apart = entries.flatMap(({ message }, index) => (APART.test(message) ? [index] : []));
    this.coded = this.apart.filter((index) => /[\u001b\u009b]/.test((entries[index] as LogEntry).message));
  }

  get step(): number {
    const [first, second] = this.entries;
    return first && second ? second.seq - first.seq : 1;
  }

  message(index: number): string {
    return (this.entries[index] as LogEntry).message;
  }

  level(index: number): LogEntry['level'] {
    return (this.entries[index] as LogEntry).level;
  }

  time(index: number): number | undefined {
    return (this.entries[index] as LogEntry).time;
  }

  labels(index: number): LogEntry['labels'] {
    return (this.entries[index] as LogEntry).labels;
  }

  countLevels(from: number, to: number, into: Map<LogEntry['level'], number>): void {
    for (const { level } of this.entries.slice(from, to)) into.set(level, (into.get(level) ?? 0) + 1);
  }

  countLabels(from: number, to: number, into: Map<LogEntry['labels'], number>): void {
    for (const { labels } of this.entries.slice(from, to)) into.set(labels, (into.get(labels) ?? 0) + 1);
  }
}

class PackedView implements LogView {
  readonly length: number;
  private readonly blocks: (LineBlock | undefined)[] = [];

  constructor(
    private readonly all: readonly LogItem[],
    private readonly evicted: number,
    sizes: readonly number[],
  ) {
    this.length = all.length - evicted;
    let size = 0;
    for (let at = 0; at < all.length;) {
      const wanted = sizes[size++ % sizes.length] ?? 1;
      const entries: LogEntry[] = [];
      for (
        let item = all[at];
        item?.kind === 'log' && entries.length < wanted;
        item = all[at + entries.length]
      ) {
        const [first, second = item] = entries;
        if (first && item.seq !== first.seq + entries.length * (second.seq - first.seq)) break;
        entries.push(item);
      }
      const base = at - evicted;
      const block =
        entries.length > 0
          ? new ItemBlock(entries, base, Math.max(0, base), base + entries.length)
          : undefined;
      for (let each = 0; each < Math.max(1, entries.length); each++) this.blocks[at++] = block;
    }
  }

  at(row: number): LogItem | undefined {
    return row >= 0 && row < this.length ? this.all[this.evicted + row] : undefined;
  }

  rowOf(seq: number): number {
    const row = this.rowAtOrAfter(seq);
    return this.at(row)?.seq === seq ? row : -1;
  }

  rowAtOrAfter(seq: number): number {
    let row = 0;
    while (row < this.length && (this.at(row) as LogItem).seq < seq) row += 1;
    return row;
  }

  slice(from = 0, to = this.length): readonly LogItem[] {
    return this.all.slice(this.evicted + Math.max(0, from), this.evicted + Math.max(0, to));
  }

  [Symbol.iterator](): Iterator<LogItem> {
    return this.slice()[Symbol.iterator]();
  }

  blockAt(row: number): LineBlock | undefined {
    return row >= 0 && row < this.length ? this.blocks[this.evicted + row] : undefined;
  }
}

/**
 * `items` in blocks of `sizes` lines, repeated; a 0 leaves a line unpacked. The first `evicted` items are no longer held, but still take
 * their indexes in the first blocks.
 */
export function packedView(items: readonly LogItem[], sizes: readonly number[], evicted = 0): LogView {
  return new PackedView(items, evicted, sizes);
}
