/**
 * The copies of lines without an id that one pass may repeat. They are counted when they are first asked for: a pass that brings nothing
 * to be counted needs none, and nor does one that has left behind all that it could repeat.
 */
import type { DecodedLine } from '../entry.js';
import type { CopyCounts } from './copy-counts.js';
import type { DeliveredLines } from './delivered-lines.js';

/** See the file's head. */
export interface PassCopies<Raw = unknown> {
  /** The pass has left behind what was delivered before it. */
  readonly past: boolean;
  /** The pass brings a line: whether it is a copy that was delivered before. If so, it counts as seen. */
  isRepeated(line: DecodedLine<Raw>): boolean;
  /** Whether any copy of a line was delivered, also of those that the pass has left behind. */
  has(line: DecodedLine<Raw>): boolean;
  /** A line without an id is delivered next, which the pass brings. */
  noteNow(line: DecodedLine<Raw>): void;
  /** A line is delivered next, which the pass may bring yet. */
  noteBefore(line: DecodedLine<Raw>): void;
  /** Another pass delivered what follows the first `before` lines: this one may bring that, too. */
  addSince(before: number): void;
  /** The pass cannot repeat any more what was delivered before it. */
  leaveBehind(): void;
  /** Counts again what was left behind, and what the pass delivered since. */
  recall(): void;
  /** Nothing that was delivered can be repeated. */
  forget(): void;
}

/** @param uncounted Copies are yet to be counted of the lines that were delivered after so many. undefined: none can be repeated. */
export function createPassCopies<Raw>(
  delivered: DeliveredLines<Raw>,
  uncounted: number | undefined,
): PassCopies<Raw> {
  let past = false;
  let counts: CopyCounts | undefined;

  /** Lines are counted before the next is delivered. */
  function counted(): CopyCounts | undefined {
    if (uncounted !== undefined) counts = delivered.countDelivered(uncounted);
    uncounted = undefined;
    return counts;
  }

  function recall(): void {
    if (past) counts = delivered.countDelivered();
    past = false;
  }

  function forget(): void {
    counts = undefined;
    uncounted = undefined;
  }

  return {
    get past() {
      return past;
    },
    isRepeated: (line) => counted()?.isRepeated(delivered.keyOf(line)) ?? false,
    has(line) {
      recall();
      return counted()?.has(delivered.keyOf(line)) ?? false;
    },
    noteNow: (line) => counted()?.noteNow(delivered.keyOf(line)),
    noteBefore(line) {
      counted();
      if (!delivered.isIdentified(line)) counts?.noteBefore(delivered.keyOf(line));
    },
    addSince(before) {
      // What is yet to be counted will have that in it. A pass that is past stays so where nothing was delivered: it looks at no line.
      if (uncounted !== undefined || (past && delivered.delivered === before)) return;
      counts = delivered.countDelivered(before, counts);
      past = false;
    },
    leaveBehind() {
      forget();
      past = true;
    },
    recall,
    forget,
  };
}
