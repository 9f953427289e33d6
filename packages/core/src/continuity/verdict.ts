/** What the reconciler decided about a batch of lines. */
import type { GapInit } from '../buffer/log-buffer.js';
import type { DecodedLine } from '../entry.js';
import type { OversizeMark } from './oversize-marks.js';

/** A gap that was told and is open, as the place of lines. */
export interface ToldGap {
  /** How many lines were delivered before it. */
  readonly after: number;
  /** The newest time before it. */
  readonly from: number;
  /** The time of the line after it, and its timestamp. */
  readonly to: number;
  readonly end: string | undefined;
}

/** New lines that lie in a gap which was told before. */
export interface InGap<Raw> {
  readonly gap: ToldGap;
  readonly lines: DecodedLine<Raw>[];
  /** Nothing is missing before them. */
  readonly follows: boolean;
  /** Nothing is missing after them. */
  closed?: boolean;
}

/** See the file's head. */
export interface Verdict<Raw> {
  readonly fresh: DecodedLine<Raw>[];
  duplicates: number;
  /** Oversized payloads between the lines of `fresh`, in order. They are not in `fresh`. */
  readonly oversize: OversizeMark[];
  /** Precedes the first of `fresh`. */
  gap?: GapInit | undefined;
  /** Oldest first. */
  readonly inGaps: InGap<Raw>[];
}

export function emptyVerdict<Raw>(): Verdict<Raw> {
  return { fresh: [], duplicates: 0, oversize: [], inGaps: [] };
}
