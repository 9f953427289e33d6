/** A selection of whole lines by sequence number, independent of the rows on screen. */
import type { LogEntry, LogView } from '@tailrace/core';
import { copyLine, type CopyFormat } from './copy-format.js';

/** A range of selected lines, in either direction. */
export interface LineRange {
  /** Sequence number of the line where the selection started. */
  readonly anchor: number;
  /** Sequence number of the line to which it was extended. */
  readonly focus: number;
}

/** Whether a line lies in the range. */
export function isSelected(range: LineRange | undefined, seq: number): boolean {
  if (range === undefined) return false;
  return seq >= Math.min(range.anchor, range.focus) && seq <= Math.max(range.anchor, range.focus);
}

/** The range after a press on a line: the line itself or, with Shift, everything up to it. Pressing the only selected line clears the selection. */
export function pressLine(range: LineRange | undefined, seq: number, extend: boolean): LineRange | undefined {
  if (range && extend) return { anchor: range.anchor, focus: seq };
  if (range && range.anchor === seq && range.focus === seq) return undefined;
  return { anchor: seq, focus: seq };
}

/** Whether one line is selected, and not this one. A finger has no Shift: with the second line that it taps, it selects all between the two. */
export function isBegun(range: LineRange | undefined, seq: number): boolean {
  return range !== undefined && range.anchor === range.focus && range.anchor !== seq;
}

/** Rows `from` (inclusive) to `to` (exclusive) of the view that the range covers. */
export function rowsOf(range: LineRange, view: LogView): { readonly from: number; readonly to: number } {
  const from = view.rowAtOrAfter(Math.min(range.anchor, range.focus));
  const last = Math.max(range.anchor, range.focus);
  const after = view.rowAtOrAfter(last);
  return { from, to: view.at(after)?.seq === last ? after + 1 : after };
}

/** The selected lines that the view holds, in order; gaps have no text and are left out. */
export function selectedLines(range: LineRange | undefined, view: LogView): readonly LogEntry[] {
  if (range === undefined) return [];
  const { from, to } = rowsOf(range, view);
  return view.slice(from, to).filter((item): item is LogEntry => item.kind === 'log');
}

/** Rows that are read at once to be copied: all lines of a large log at once would take far more memory than their text. */
const PIECE = 1_024;

/** The selected lines as text, in pieces to be joined by line feeds. `copy` returns the text of a line, or undefined to leave it out. */
export function* textOf(
  range: LineRange,
  view: LogView,
  copy: (line: LogEntry) => string | undefined,
): Generator<string> {
  const { from, to } = rowsOf(range, view);
  for (let row = from; row < to; row += PIECE) {
    const items = view.slice(row, Math.min(to, row + PIECE));
    const texts = items.map((item) => (item.kind === 'log' ? copy(item) : undefined));
    const copied = texts.filter((text) => text !== undefined);
    if (copied.length > 0) yield copied.join('\n');
  }
}

/** The sequence number of the line `by` lines away from `seq`, skipping gaps; if there are not enough lines, the first or last one. */
export function lineAway(view: LogView, seq: number, by: number): number | undefined {
  const step = by < 0 ? -1 : 1;
  let row = view.rowAtOrAfter(seq);
  // The line is no longer shown and lies between two rows, so the row before it is already one step back.
  let left = Math.abs(by) - (step > 0 && view.at(row)?.seq !== seq ? 1 : 0);
  let found = view.at(row)?.kind === 'log' ? view.at(row)?.seq : undefined;
  for (row += left > 0 ? step : 0; left > 0 && row >= 0 && row < view.length; row += step) {
    const item = view.at(row);
    if (item?.kind !== 'log') continue;
    found = item.seq;
    left -= 1;
  }
  return found;
}

/** A position in a line: `offset` counts characters of its shown text. */
export interface TextPoint {
  readonly seq: number;
  readonly offset: number;
}

/** A selected part of the text of lines. `from` precedes `to`. */
export interface TextSelection {
  readonly from: TextPoint;
  readonly to: TextPoint;
}

/** The text between two points, see {@link textOf}. A last line of which nothing is selected is left out. */
export function markedText(
  { from, to }: TextSelection,
  view: LogView,
  format: CopyFormat,
): Generator<string> {
  return textOf({ anchor: from.seq, focus: to.seq }, view, (line) =>
    line.seq === to.seq && to.offset === 0
      ? undefined
      : copyLine(line, format, {
          from: line.seq === from.seq ? from.offset : 0,
          to: line.seq === to.seq ? to.offset : Infinity,
        }),
  );
}
