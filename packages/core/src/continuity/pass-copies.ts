/**
 * The copies of lines without an id that one pass may repeat. They are counted when they are first asked for: a pass that brings nothing
 * to be counted needs none, and nor does one that has left behind all that it could repeat.
 */
import type { DecodedLine } from '../entry.js';
import type { CopyCounts } from './copy-counts.js';
import type { DeliveredLines } from './delivered-lines.js';

/** See the file's head. */
export class PassCopies<Raw = unknown> {
  /** The pass has left behind what was delivered before it. */
  past = false;
  private counts: CopyCounts | undefined;

  /** @param uncounted Copies are yet to be counted of the lines that were delivered after so many. undefined: none can be repeated. */
  constructor(
    private readonly lines: DeliveredLines<Raw>,
    private uncounted: number | undefined,
  ) {}

  /** The pass brings a line: whether it is a copy that was delivered before. If so, it counts as seen. */
  isRepeated(line: DecodedLine<Raw>): boolean {
    return this.counted()?.isRepeated(this.lines.keyOf(line)) ?? false;
  }

  /** Whether any copy of a line was delivered, also of those that the pass has left behind. */
  has(line: DecodedLine<Raw>): boolean {
    this.recall();
    return this.counted()?.has(this.lines.keyOf(line)) ?? false;
  }

  /** A line is delivered next, which the pass brings. */
  noteNow(line: DecodedLine<Raw>): void {
    if (!this.lines.isIdentified(line)) this.counted()?.noteNow(this.lines.keyOf(line));
  }

  /** A line is delivered next, which the pass may bring yet. */
  noteBefore(line: DecodedLine<Raw>): void {
    const counts = this.counted();
    if (!this.lines.isIdentified(line)) counts?.noteBefore(this.lines.keyOf(line));
  }

  /** Another pass delivered what follows the first `before` lines: this one may bring that, too. */
  addSince(before: number): void {
    if (this.uncounted !== undefined) return;
    if (!this.past) this.counts = this.lines.countDelivered(before, this.counts);
    else if (this.lines.delivered > before) {
      this.past = false;
      this.uncounted = before;
    }
  }

  /** The pass cannot repeat any more what was delivered before it. */
  leaveBehind(): void {
    this.forget();
    this.past = true;
  }

  /** Counts again what was left behind, and what the pass delivered since. */
  recall(): void {
    if (this.past) this.counts = this.lines.countDelivered();
    this.past = false;
  }

  /** Nothing that was delivered can be repeated. */
  forget(): void {
    this.counts = undefined;
    this.uncounted = undefined;
  }

  /** Lines are counted before the next is delivered. */
  private counted(): CopyCounts | undefined {
    if (this.uncounted !== undefined) this.counts = this.lines.countDelivered(this.uncounted);
    this.uncounted = undefined;
    return this.counts;
  }
}
