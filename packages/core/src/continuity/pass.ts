/** One pass, which is one stream attempt, one chain of REST pages or one poll: what it is, and what became of its lines. */
import type { GapInit } from '../buffer/log-buffer.js';
import type { DecodedLine, GapReason } from '../entry.js';
import type { OversizeMark } from './oversize-marks.js';

/** What a pass is. */
export interface PassInit {
  /**
   * Set when this pass must repeat something that was delivered: if its first new line comes without any repetition before it,
   * lines are missing, for this reason.
   */
  readonly expectOverlap?: GapReason | undefined;
  /** `align`: the server replays this many lines (or all it has), then follows. 0: it does not replay. */
  readonly replayLines?: number | undefined;
  /** A poll that follows a good one: no server went away in between, so the newest line that comes anew was edited. */
  readonly followsPoll?: boolean;
  /** Lines are noted as delivered without being shown: they lie before the start that was asked for. */
  readonly baseline?: boolean;
}

/** What became of a batch. */
export interface Verdict<Raw> {
  readonly fresh: DecodedLine<Raw>[];
  duplicates: number;
  /** Payloads over the cap among `fresh`, in order. They are not in it. */
  readonly oversize: OversizeMark[];
  /** Stands before the first of `fresh`. */
  gap?: GapInit | undefined;
  /** The server has begun its log anew before these lines: they are to be handed in next, and a gap comes before them. */
  rest?: readonly DecodedLine<Raw>[];
}

export function emptyVerdict<Raw>(): Verdict<Raw> {
  return { fresh: [], duplicates: 0, oversize: [] };
}
