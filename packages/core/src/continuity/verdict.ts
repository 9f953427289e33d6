/** What the reconciler decided about a batch of lines. */
import type { GapInit } from '../buffer/log-buffer.js';
import type { DecodedLine } from '../entry.js';
import type { OversizeMark } from './oversize-marks.js';

/** See the file's head. */
export interface Verdict<Raw> {
  readonly fresh: DecodedLine<Raw>[];
  duplicates: number;
  /** Oversized payloads between the lines of `fresh`, in order. They are not in `fresh`. */
  readonly oversize: OversizeMark[];
  /** Precedes the first of `fresh`. */
  gap?: GapInit | undefined;
}

export function emptyVerdict<Raw>(): Verdict<Raw> {
  return { fresh: [], duplicates: 0, oversize: [] };
}
