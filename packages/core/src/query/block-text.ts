/** Reads packed lines without creating an entry for each. */
import type { LineBlock, LogView } from '../buffer/log-view.js';
import type { LogItem } from '../entry.js';
import { stripAnsi } from '../format/strip-ansi.js';

/** Where the message of `index` ends in the text of its block. */
export function endOf({ starts, text }: LineBlock, index: number): number {
  return (index + 1 < starts.length ? (starts[index + 1] as number) : text.length) - 1;
}

/** Whether the message of `index` is in the text of its block. */
export function isInText(block: LineBlock, index: number): boolean {
  return endOf(block, index) > (block.starts[index] as number);
}

/** The message of `index` as it is shown. Messages in the text of the block contain no terminal codes. */
export function shownText(block: LineBlock, index: number): string {
  return isInText(block, index)
    ? block.text.slice(block.starts[index], endOf(block, index))
    : stripAnsi(block.message(index));
}

/** Sequence number of the item in `row`, which must be within the view. */
export function seqAt<Raw>(view: LogView<Raw>, row: number): number {
  const block = view.blockAt?.(row);
  return block ? block.firstSeq + (row - block.base) * block.step : (view.at(row) as LogItem<Raw>).seq;
}

/**
 * Visits the rows from `from` to before `to`. `packed` is called once per block, with the indexes `from` to before `to` within it;
 * `single` once for each other row.
 */
export function overRows<Raw>(
  view: LogView<Raw>,
  from: number,
  to: number,
  packed: (block: LineBlock, from: number, to: number) => void,
  single: (item: LogItem<Raw>) => void,
): void {
  for (let row = from; row < to;) {
    const block = view.blockAt?.(row);
    const end = block ? Math.min(block.to, to) : row + 1;
    if (block) packed(block, row - block.base, end - block.base);
    else single(view.at(row) as LogItem<Raw>);
    row = end;
  }
}
