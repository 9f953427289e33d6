/**
 * Recently unpacked lines, so that reading the same rows again returns the same objects, and a list on screen does not
 * re-render. One slot for each position modulo its size, so neighbours never displace each other.
 */
import type { LogEntry } from '../entry.js';
import type { PackedLines } from './packed-lines.js';

/** More rows than any screen shows at once; a power of two, so that negative positions wrap like others. */
const SLOTS = 512;

/** See the file's head. */
export class ItemCache<Raw = unknown> {
  private readonly owners: (PackedLines<Raw> | undefined)[] = new Array<undefined>(SLOTS).fill(undefined);
  private readonly indexes = new Int32Array(SLOTS);
  private readonly entries: (LogEntry<Raw> | undefined)[] = new Array<undefined>(SLOTS).fill(undefined);

  /** The line at `index` of `lines`, cached. `position`: its position in the buffer. */
  at(lines: PackedLines<Raw>, index: number, position: number): LogEntry<Raw> {
    const entry = this.peek(lines, index, position);
    const slot = position & (SLOTS - 1);
    this.owners[slot] = lines;
    this.indexes[slot] = index;
    this.entries[slot] = entry;
    return entry;
  }

  /** The same without caching it: reading a whole log must not displace the lines on screen. */
  peek(lines: PackedLines<Raw>, index: number, position: number): LogEntry<Raw> {
    const slot = position & (SLOTS - 1);
    const known = this.entries[slot];
    if (known !== undefined && this.owners[slot] === lines && this.indexes[slot] === index) return known;
    return lines.at(index);
  }

  /** Drops lines that the buffer has evicted. */
  forget(lines: PackedLines<Raw>): void {
    for (let slot = 0; slot < SLOTS; slot++) {
      if (this.owners[slot] !== lines) continue;
      this.owners[slot] = undefined;
      this.entries[slot] = undefined;
    }
  }
}
