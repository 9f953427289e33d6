import type { DecodedLine } from '../entry.js';
import type { ToldGap } from './verdict.js';

/** Whether a line that was not delivered lies in a gap, as far as its time tells. */
export function isInGap({ time }: DecodedLine, gap: ToldGap | undefined): gap is ToldGap {
  return gap !== undefined && time !== undefined && time >= gap.from && time < gap.to;
}
