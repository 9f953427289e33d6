/**
 * The gaps of a stream: each is told at its place, behind what was stored when it was found, and the newest is remembered as long as
 * lines may still come for it.
 */
import type { GapInit, LogBuffer } from '../buffer/log-buffer.js';
import type { LogGap } from '../entry.js';
import { given } from '../lib/given.js';
import type { DeliveredLines } from './delivered-lines.js';

/** See the file's head. */
export interface ToldGaps {
  /** `following`: lines that were delivered and are stored behind it. */
  add(init: GapInit, following?: number): void;
  /** So many lines were let go before they came here, if that is known; `to` is the stamp of the line after them. */
  addMissed(missing: number | undefined, to: string | undefined): void;
  /** Lines from `seen` on left the buffer before anybody could see them: the gap that stands for them, if there are any. */
  addPassedBy(seen: number, from: string | undefined): LogGap | undefined;
  /** These were open in the stream that this one resumes. */
  resume(gaps: readonly LogGap[]): void;
  /** One was filled. */
  close(seq: number): void;
  /**
   * Whether a gap has left the buffer before it could be filled: read again, its lines would come as late ones, behind those that are
   * held. Nothing from before it is waited for any more.
   */
  leaveBehind(): boolean;
}

/** @param told There are so many more. */
export function createToldGaps<Raw>(
  buffer: LogBuffer<Raw>,
  delivered: DeliveredLines<Raw>,
  told: (count: number, gap?: LogGap) => void,
): ToldGaps {
  /** Number of the last gap that rows of REST may fill. */
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
      // The gap that stands for them may take its number.
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
    leaveBehind() {
      if (open === undefined || open >= (buffer.view().seqAt(0) ?? buffer.nextSeq)) return false;
      delivered.forgetBeforeGap();
      open = undefined;
      return true;
    },
  };
}
