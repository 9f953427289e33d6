/** Finds lines of level error or fatal. Pure. */
import type { LogItem, LogLevel, LogView } from '@tailrace/core';

/** Whether lines of this level count as errors. */
export const isError = (level: LogLevel): boolean => level === 'error' || level === 'fatal';

/** Sequence numbers of those in `view` from `row` on, in a direction. Of packed lines only the levels are read. */
function* heldErrors(view: LogView, row: number, step: 1 | -1): Generator<number> {
  for (let at = row; at >= 0 && at < view.length;) {
    const block = view.blockAt?.(at);
    const item = block ? undefined : view.at(at);
    if (item?.kind === 'log' && isError(item.level)) yield item.seq;
    if (!block) at += step;
    else
      for (; at >= block.from && at < block.to; at += step)
        if (isError(block.level(at - block.base))) yield block.firstSeq + (at - block.base) * block.step;
  }
}

/**
 * The nearest such line among those shown, from `row` of `shown` on, in a direction. The first `kept` rows may be held no more; all other lines are
 * looked up in `held`, because a filter would rebuild each of them.
 */
export function errorFrom(
  shown: LogView,
  kept: number,
  held: LogView,
  row: number,
  step: 1 | -1,
): number | undefined {
  for (let at = row; at >= 0 && at < shown.length; at += step) {
    const item = shown.at(at) as LogItem;
    const heldRow = held.rowOf(item.seq);
    if (heldRow >= 0) {
      for (const seq of heldErrors(held, heldRow, step)) if (shown.rowOf(seq) >= 0) return seq;
      if (step > 0) return undefined;
      at = kept;
    } else if (item.kind === 'log' && isError(item.level)) return item.seq;
  }
  return undefined;
}
