import type { DecodedLine } from '../entry.js';
import { isEarlierInTick } from '../lib/tick-order.js';
import type { ToldGap } from './verdict.js';

/** Whether a line that was not delivered lies in a gap, as far as its time tells. */
export function isInGap({ time, timestamp }: DecodedLine, gap: ToldGap): boolean {
  if (time === undefined || time < gap.from) return false;
  return time < gap.to || (time === gap.to && isEarlierInTick(timestamp, gap.end));
}
