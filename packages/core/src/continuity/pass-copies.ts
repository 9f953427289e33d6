/**
 * The copies of lines without an id that one pass may repeat. They are counted on first use, because a pass without such lines does not
 * need the counts, nor does a pass that is past everything it could repeat.
 */
import type { DecodedLine } from '../entry.js';
import type { CopyCounts } from './copy-counts.js';
import type { DeliveredLines } from './delivered-lines.js';

/** See the file's head. */
export interface PassCopies<Raw = unknown> {
  /** The pass is past everything that was delivered before it. */
  readonly past: boolean;
  /** The pass contains a line: returns whether it is a copy that was delivered before. If so, it counts as seen. */
  isRepeated(line: DecodedLine<Raw>): boolean;
  /** Whether any copy of a line was delivered, including those that the pass is already past. */
  has(line: DecodedLine<Raw>): boolean;
  /** Call before a line of this pass without an id is delivered. */
  noteNow(line: DecodedLine<Raw>): void;
  /** Call before a line is delivered that this pass may still contain. */
  noteBefore(line: DecodedLine<Raw>): void;
  /** Another pass delivered the lines after the first `before`: this pass may contain them, too. */
  addSince(before: number): void;
  /** The pass can no longer repeat what was delivered before it. */
  leaveBehind(): void;
  /** Undoes {@link leaveBehind}: counts everything that was delivered, including what this pass delivered since. */
  recall(): void;
  /** No delivered line can be repeated. */
  forget(): void;
}

/** @param uncounted The lines delivered after this many are still to be counted. undefined: none can be repeated. */
export function createPassCopies<Raw>(
  delivered: DeliveredLines<Raw>,
  uncounted: number | undefined,
): PassCopies<Raw> {
  let past = false;
  let counts: CopyCounts | undefined;

  /** Counts the lines if that is still to be done. Must be called before the next line is delivered. */
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
      // If nothing was counted yet, the count will include these lines. If no line was delivered, a pass that is past stays past.
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
