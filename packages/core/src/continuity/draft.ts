import type { DecodedLine } from '../entry.js';
import type { OversizeMark } from './oversize-marks.js';

/** A verdict in the making. */
export class Draft<Raw> {
  readonly fresh: DecodedLine<Raw>[] = [];
  readonly oversize: OversizeMark[] = [];
  duplicates = 0;
}
