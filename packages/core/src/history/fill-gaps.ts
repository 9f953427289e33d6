import type { LogGap } from '../entry.js';
import { checkType } from '../lib/arguments.js';
import type { FillGap, GapFillerParts } from './gap-filler.js';
import type { ReadOptions } from './read-pages.js';
import { readingBack } from './reading-back.js';

/**
 * Tries to fill one gap, or all. Resolves with the number closed; rejects with a `LogStreamError`. The download is read once
 * for each gap, and again only if `eager`.
 */
export type FillGaps = (
  seq: number | undefined,
  signal: AbortSignal | undefined,
  options?: ReadOptions,
) => Promise<number>;

/** Fills gaps with a `FillGap`, whose code is loaded with the first gap, because most logs have none. */
export function createFillGaps<Raw>(parts: GapFillerParts<Raw>): FillGaps {
  let fill: FillGap | undefined;
  return async (seq, signal, options) => {
    checkType('seq', seq, 'number');
    const held = parts.buffer.view().gaps();
    const gaps = seq === undefined ? held : gapsAt(held, seq);
    if (gaps.length === 0) return 0;
    const { createGapFiller } = readingBack.here ?? (await readingBack.load());
    fill ??= createGapFiller(parts);
    let closed = 0;
    // The newest first: where nothing is held between two gaps, the older one can be filled only when the newer one is closed.
    for (const gap of [...gaps].reverse()) if (await fill(gap, signal, options)) closed += 1;
    return closed;
  };
}

/** The gap, or what is left of it: the items that replace it get numbers between its own and the next whole one. */
function gapsAt(held: readonly LogGap[], seq: number): readonly LogGap[] {
  const same = held.filter((gap) => gap.seq === seq);
  return same.length > 0 ? same : held.filter((gap) => Math.floor(gap.seq) === Math.floor(seq));
}
