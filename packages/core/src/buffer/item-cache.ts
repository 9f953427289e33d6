/**
 * Lines that were made of packed ones lately, so that who looks at the same rows again sees the same objects: a list on screen draws
 * nothing anew. One place for each position modulo its size; neighbours never displace each other.
 */
import type { LogEntry } from '../entry.js';
import type { PackedLines } from './packed-lines.js';

/** More rows than any screen shows at once; a power of two, so that positions before the first wrap as others do. */
const SLOTS = 512;

/** See the file's head. */
export class ItemCache<Raw = unknown> {
  private readonly owners: (PackedLines<Raw> | undefined)[] = new Array<undefined>(SLOTS).fill(undefined);
  private readonly indexes = new Int32Array(SLOTS);
  private readonly entries: (LogEntry<Raw> | undefined)[] = new Array<undefined>(SLOTS).fill(undefined);

  /** The line at `index` of `lines`, remembered. `position`: where it stands in the buffer. */
  at(lines: PackedLines<Raw>, index: number, position: number): LogEntry<Raw> {
    const slot = position & (SLOTS - 1);
    const known = this.entries[slot];
    if (known !== undefined && this.owners[slot] === lines && this.indexes[slot] === index) return known;
    const entry = lines.at(index);
    this.owners[slot] = lines;
    this.indexes[slot] = index;
    this.entries[slot] = entry;
    return entry;
  }

  /** The same without remembering it: who reads a whole log must not displace what is on screen. */
  peek(lines: PackedLines<Raw>, index: number, position: number): LogEntry<Raw> {
    const slot = position & (SLOTS - 1);
    const known = this.entries[slot];
    if (known !== undefined && this.owners[slot] === lines && this.indexes[slot] === index) return known;
    return lines.at(index);
  }

  /** Lets go of lines that the buffer has let go. */
  forget(lines: PackedLines<Raw>): void {
    for (let slot = 0; slot < SLOTS; slot++) {
      if (this.owners[slot] !== lines) continue;
      this.owners[slot] = undefined;
      this.entries[slot] = undefined;
    }
  }
}
