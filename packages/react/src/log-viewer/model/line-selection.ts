/** A selection of whole lines by their numbers, which outlives the rows on screen. */
import type { LogEntry, LogView } from '@tailrace/core';

/** From the line that was pressed first to the one that was pressed last, either way round. */
export interface LineRange {
  readonly anchor: number;
  readonly focus: number;
}

/** Whether a line lies in the range. */
export function isSelected(range: LineRange | undefined, seq: number): boolean {
  if (range === undefined) return false;
  return seq >= Math.min(range.anchor, range.focus) && seq <= Math.max(range.anchor, range.focus);
}

/** The range after a press on a line: the line itself, or with shift everything up to it. Pressing the only selected line ends it. */
export function pressLine(range: LineRange | undefined, seq: number, extend: boolean): LineRange | undefined {
  if (range && extend) return { anchor: range.anchor, focus: seq };
  if (range && range.anchor === seq && range.focus === seq) return undefined;
  return { anchor: seq, focus: seq };
}

/** The selected lines that the view holds, in order; gaps have no text and are left out. */
export function selectedLines(range: LineRange | undefined, view: LogView): readonly LogEntry[] {
  if (range === undefined) return [];
  const from = view.rowAtOrAfter(Math.min(range.anchor, range.focus));
  const last = Math.max(range.anchor, range.focus);
  const lines: LogEntry[] = [];
  for (let row = from; row < view.length; row += 1) {
    const item = view.at(row);
    if (item === undefined || item.seq > last) break;
    if (item.kind === 'log') lines.push(item);
  }
  return lines;
}

/** A place in a line: `offset` counts characters of its shown text. */
export interface TextPoint {
  readonly seq: number;
  readonly offset: number;
}

/** A part of the text of the lines: what a mouse marked. `from` comes before `to`. */
export interface TextSelection {
  readonly from: TextPoint;
  readonly to: TextPoint;
}

/** The text between two points, one line of it a line of the log; `textOf` gives a line as it is shown. */
export function selectedText(
  selection: TextSelection,
  view: LogView,
  textOf: (entry: LogEntry) => string,
): string {
  const { from, to } = selection;
  return selectedLines({ anchor: from.seq, focus: to.seq }, view)
    .map((entry) => {
      const text = textOf(entry);
      return text.slice(
        entry.seq === from.seq ? from.offset : 0,
        entry.seq === to.seq ? to.offset : text.length,
      );
    })
    .join('\n');
}
