/**
 * The gaps of a stream: each is reported at its place, after the lines stored when it was found, and the newest is remembered as long as
 * lines may still fill it.
 */
import type { GapInit, LogBuffer } from '../buffer/log-buffer.js';
import type { LogGap } from '../entry.js';
import { given } from '../lib/given.js';
import type { DeliveredLines } from './delivered-lines.js';

/** See the file's head. */
export interface ToldGaps {
  /** Adds a gap. `following`: number of lines already delivered that will be stored after it. */
  add(init: GapInit, following?: number): void;
  /** Adds a gap for lines that the queue dropped; `missing` is their number, if known; `to` is the timestamp of the line after them. */
  addMissed(missing: number | undefined, to: string | undefined): void;
  /** Adds and returns the gap for the lines from `seen` on that left the buffer before anybody could see them, if there are any. */
  addPassedBy(seen: number, from: string | undefined): LogGap | undefined;
  /** Restores the gaps that were open in the stream that this one resumes. */
  resume(gaps: readonly LogGap[]): void;
  /** A gap was filled. */
  close(seq: number): void;
  /** The buffer was cleared: it holds no gap any more, and older lines may get their sequence numbers. */
  cleared(): void;
  /**
   * Gives up the newest gap if it has left the buffer, and returns whether it did: its lines would now be shown as late lines, after
   * newer ones. Lines from before it are no longer expected.
   */
  leaveBehind(): boolean;
}

/** @param told Called with the change in the number of gaps, and with a new gap. */
export function createToldGaps<Raw>(
  buffer: LogBuffer<Raw>,
  delivered: DeliveredLines<Raw>,
  told: (count: number, gap?: LogGap) => void,
): ToldGaps {
  /** Sequence number of the last gap that REST rows may fill. */
  let open: number | undefined;

  function tear(seq: number | undefined, after: number): void {
    open = seq;
    delivered.tornAfter(after);
  }

  function add(init: GapInit, following = 0): void {
    const gap = buffer.appendGap(init);
    if (gap.reason !== 'oversize') tear(gap.seq, delivered.delivered - following);
    told(1, gap);
  }

  return {
    add,
    addMissed(missing, to) {
      add(given({ reason: 'overflow' as const, missing, from: delivered.window.newest?.timestamp, to }));
    },
    addPassedBy(seen, from) {
      const first = buffer.view().at(0);
      const missing = first === undefined ? 0 : Math.floor(first.seq) - seen;
      if (first === undefined || missing <= 0) return undefined;
      // The new gap may take over its sequence number.
      if (open !== undefined && open < first.seq) open = Number.NEGATIVE_INFINITY;
      const to = first.kind === 'log' ? first.timestamp : undefined;
      const gap = buffer.prependGap(given({ reason: 'overflow' as const, missing, from, to }));
      if (gap) told(1);
      return gap;
    },
    resume: (gaps) => told(buffer.prepend(gaps).length),
    close(seq) {
      if (seq === open) tear(undefined, 0);
      told(-1);
    },
    cleared() {
      if (open !== undefined) open = Number.NEGATIVE_INFINITY;
    },
    leaveBehind() {
      if (open === undefined || open >= (buffer.view().seqAt(0) ?? buffer.nextSeq)) return false;
      delivered.forgetBeforeGap();
      open = undefined;
      return true;
    },
  };
}
