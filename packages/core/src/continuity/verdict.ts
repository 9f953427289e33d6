/** What became of a batch of lines. */
import type { GapInit } from '../buffer/log-buffer.js';
import type { DecodedLine } from '../entry.js';
import type { OversizeMark } from './oversize-marks.js';

/** See the file's head. */
export interface Verdict<Raw> {
  readonly fresh: DecodedLine<Raw>[];
  duplicates: number;
  /** Payloads over the cap among `fresh`, in order. They are not in it. */
  readonly oversize: OversizeMark[];
  /** Stands before the first of `fresh`. */
  gap?: GapInit | undefined;
}

export function emptyVerdict<Raw>(): Verdict<Raw> {
  return { fresh: [], duplicates: 0, oversize: [] };
}
