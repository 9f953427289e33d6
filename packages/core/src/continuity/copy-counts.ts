/**
 * Counts copies of equal lines: within a pass the k-th copy of a key is new only if fewer than k were delivered. A plain
 * set would lose real lines: two equal lines with one timestamp are still two lines.
 */
interface Count {
  /** Copies delivered. */
  delivered: number;
  /** Copies seen in this pass. */
  seen: number;
}

/** The counts of one pass. */
export class CopyCounts {
  private readonly copies = new Map<string, Count>();

  has(key: string): boolean {
    return this.copies.has(key);
  }

  /** A copy was delivered that this pass has not contained yet. */
  noteBefore(key: string): void {
    const count = this.copies.get(key);
    if (count) count.delivered += 1;
    else this.copies.set(key, { delivered: 1, seen: 0 });
  }

  /** This pass contains a copy, and it is delivered. */
  noteNow(key: string): void {
    const count = this.copies.get(key);
    if (count) {
      count.delivered += 1;
      count.seen += 1;
    } else this.copies.set(key, { delivered: 1, seen: 1 });
  }

  /** This pass contains a copy: returns whether it was delivered before. If so, it counts as seen. */
  isRepeated(key: string): boolean {
    const count = this.copies.get(key);
    if (!count || count.seen >= count.delivered) return false;
    count.seen += 1;
    return true;
  }
}
