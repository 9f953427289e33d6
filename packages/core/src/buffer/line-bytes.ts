/** What items are taken to hold of memory: bounds in bytes count with it. */
import type { DecodedLine, LogEntry, LogItem } from '../entry.js';
import { weigh } from '../lib/weigh.js';
import type { Chunk } from './chunk.js';

/** Bytes of a gap, and of a line without its text. */
export const GAP_BYTES = 200;
const LINE_BYTES = 240;

/** What the server's object holds beside the message counts from here on; below, the bytes of a line allow for it. */
const NOTICED_BYTES = 1_024;

/** Bytes that a message of so many characters takes at two bytes each, the engine's worst case, with its line. */
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

/** Bytes an item is taken to hold with all it keeps alive. */
export function estimateBytes(item: LogItem): number {
  return item.kind === 'gap' ? GAP_BYTES : lineBytes(item);
}

/** The bytes of the items of a buffer, each weighed once: what is subtracted in the end is what was added. */
export class ItemBytes<Raw = unknown> {
  /** Bytes of server's objects that are large, by the line that bears them. */
  private readonly heavy = new WeakMap<LogItem<Raw>, number>();
  private any = false;
  private lastRaw: unknown;

  /** Weighs a line, and answers its bytes. */
  weigh(entry: LogEntry<Raw>): number {
    const bytes = rawBytes(entry);
    if (bytes > 0) {
      this.heavy.set(entry, bytes);
      this.any = true;
    }
    return textBytes(entry.message.length) + bytes;
  }

  /** The same where several lines of one payload may share its object: the first bears it. */
  weighNext(entry: LogEntry<Raw>): number {
    const { raw } = entry;
    if (raw === this.lastRaw) return textBytes(entry.message.length);
    this.lastRaw = raw;
    return this.weigh(entry);
  }

  /** Bytes of an item that was weighed. */
  of(item: LogItem<Raw>): number {
    if (item.kind === 'gap') return GAP_BYTES;
    const heavy = this.any ? this.heavy.get(item) : undefined;
    return textBytes(item.message.length) + (heavy ?? 0);
  }

  /** Bytes of the item at `index` of a chunk; no entry is made for it. */
  at({ items, packed, skipped }: Chunk<Raw>, index: number): number {
    if (items) return this.of(items[index] as LogItem<Raw>);
    const line = index + skipped;
    return textBytes(packed.messages.lengthAt(line)) + packed.heavyAt(line);
  }

  /** Bytes of large objects, by index; undefined where there are none. */
  heavyOf(items: readonly LogItem<Raw>[]): ReadonlyMap<number, number> | undefined {
    if (!this.any) return undefined;
    const heavy = new Map<number, number>();
    items.forEach((item, index) => {
      const bytes = this.heavy.get(item);
      if (bytes !== undefined) heavy.set(index, bytes);
    });
    return heavy.size > 0 ? heavy : undefined;
  }
}
