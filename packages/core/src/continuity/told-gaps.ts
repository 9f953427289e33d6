/**
 * The gaps of a stream: each is told at its place, behind what was stored when it was found, and the newest is remembered as long as
 * lines may still come for it.
 */
import type { GapInit, LogBuffer } from '../buffer/log-buffer.js';
import type { LogGap } from '../entry.js';
import { given } from '../lib/given.js';
import type { DeliveredLines } from './delivered-lines.js';

/** See the file's head. */
export class ToldGaps<Raw = unknown> {
  /** Number of the last gap that rows of REST may fill. */
  private open: number | undefined;

  /** @param told There are so many more. */
  constructor(
    private readonly buffer: LogBuffer<Raw>,
    private readonly delivered: DeliveredLines<Raw>,
    private readonly told: (count: number, gap?: LogGap) => void,
  ) {}

  /** @param following Lines that were delivered and are stored behind it. */
  add(init: GapInit, following = 0): void {
    const gap = this.buffer.appendGap(init);
    if (gap.reason !== 'oversize') this.tear(gap.seq, this.delivered.delivered - following);
    this.told(1, gap);
  }

  /** So many lines were let go before they came here, if that is known; `to` is the stamp of the line after them. */
  addMissed(missing: number | undefined, to: string | undefined): void {
    const from = this.delivered.window.newest?.timestamp;
    this.add(given({ reason: 'overflow' as const, missing, from, to }));
  }

  /** These were open in the stream that this one resumes. */
  resume(gaps: readonly LogGap[]): void {
    this.told(this.buffer.prepend(gaps).length);
  }

  /** One was filled. */
  close(seq: number): void {
    if (seq === this.open) this.tear(undefined, 0);
    this.told(-1);
  }

  /**
   * Whether a gap has left the buffer before it could be filled: read again, its lines would come as late ones, behind those that are
   * held. Nothing from before it is waited for any more.
   */
  leaveBehind(): boolean {
    const { buffer, open } = this;
    if (open === undefined || open >= (buffer.view().seqAt(0) ?? buffer.nextSeq)) return false;
    this.delivered.forgetBeforeGap();
    this.open = undefined;
    return true;
  }

  /** Lines from `seen` on left the buffer before anybody could see them: the gap that stands for them, if there are any. */
  addPassedBy(seen: number, from: string | undefined): LogGap | undefined {
    const first = this.buffer.view().at(0);
    const missing = first === undefined ? 0 : Math.floor(first.seq) - seen;
    if (first === undefined || missing <= 0) return undefined;
    // The gap that stands for them may take its number.
    if (this.open !== undefined && this.open < first.seq) this.open = Number.NEGATIVE_INFINITY;
    const to = first.kind === 'log' ? first.timestamp : undefined;
    const gap = this.buffer.prependGap(given({ reason: 'overflow' as const, missing, from, to }));
    if (gap) this.told(1);
    return gap;
  }

  private tear(seq: number | undefined, delivered: number): void {
    this.open = seq;
    this.delivered.tornAfter(delivered);
  }
}
