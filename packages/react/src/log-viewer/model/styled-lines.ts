/** Finds the lines that may change the style of the lines after them, backwards. */
import type { LogView } from '@tailrace/core';

/** A line that holds a sequence. */
export interface StyledLine {
  readonly seq: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly message: string;
}

/** What a sequence begins with: ESC, or its 8-bit form. */
export const mayStyle = (message: string): boolean =>
  message.includes('\u001b') || message.includes('\u009b');

/** Whether it ends with a reset, as most coloured lines do: to see that costs less than to read the line. ESC ends whatever was before it. */
export function endsPlain(message: string): boolean {
  const last = message.lastIndexOf('\u001b');
  const resets = message.startsWith('\u001b[0m', last) || message.startsWith('\u001b[m', last);
  return resets && !message.includes('\u009b', last);
}

/** Those in the rows `from` to before `to`, the last first. Of packed lines only those are looked at that have one. */
export function* styledLines(
  view: LogView,
  from: number,
  to: number,
  of: (labels: StyledLine['labels']) => boolean,
): Generator<StyledLine> {
  for (let row = to - 1; row >= from;) {
    const block = view.blockAt?.(row);
    if (block === undefined) {
      const item = view.at(row--);
      if (item?.kind === 'log' && mayStyle(item.message) && of(item.labels)) yield item;
      continue;
    }
    const { coded, base, firstSeq, step } = block;
    const first = Math.max(from, block.from) - base;
    for (let at = coded.length - 1; at >= 0; at--) {
      const index = coded[at] as number;
      if (index < first) break;
      if (base + index > row) continue;
      const labels = block.labels(index);
      if (of(labels)) yield { seq: firstSeq + index * step, labels, message: block.message(index) };
    }
    row = block.from - 1;
  }
}
