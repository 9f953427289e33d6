import type { GapInit } from '../buffer/log-buffer.js';
import { parseTime } from '../lib/time.js';
import type { ToldGap } from './verdict.js';

/** A gap as the place of lines, as far as its own timestamps tell. `known`: what else is known. */
export function placeOf({ from, to }: GapInit, known: Pick<ToldGap, 'after'> & Partial<ToldGap>): ToldGap {
  const start = parseTime(from ?? '') ?? known.from ?? -Infinity;
  const end = parseTime(to ?? '') ?? known.to ?? start;
  return { after: known.after, from: start, to: end, end: to ?? known.end };
}
