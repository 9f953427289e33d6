/** The selection in a viewer: whole lines by number, or text selected with the mouse; and copying it. */
import type { LogEntry, LogItem, LogView } from '@tailrace/core';
import { copyText } from '../lib/copy-text.js';
import type { Store } from '../lib/store.js';
import type { FullState } from './full-state.js';
import { openedParts, type OpenedParts } from './late-parts.js';
import { copyLine, type CopyFormat } from './model/copy-format.js';
import { createMarkedText } from './model/dom-selection.js';
import {
  isSelected,
  lineAway,
  markedText,
  pressLine,
  rowsOf,
  selectedLines,
  textOf,
  type LineRange,
} from './model/line-selection.js';
import type { ViewportController } from './model/viewport-controller.js';

/** How far to move a selection: a number of lines, or to an end of the log. */
export type SelectionStep = number | 'start' | 'end';

/** Pieces of text, each of a thousand lines, that are copied without a pause. */
const MANY = 8;

/** See the file's head. */
export class ViewerSelection {
  /** The text selected with the mouse. */
  readonly marked = createMarkedText();

  constructor(
    private readonly store: Store<FullState>,
    private readonly viewport: ViewportController,
    /** Stops following, because somebody who selects a line wants to read it. */
    private readonly letGo: () => void,
    /** The lines that pass the filter, without separators between them. */
    private readonly passing: () => LogView,
  ) {}

  private get view(): LogView {
    return this.viewport.getState().view;
  }

  /** Selects a line, or with `extend` up to it. A second press on the only selected line clears the selection. */
  press(seq: number, extend: boolean): void {
    this.letGo();
    // The selection tools may cover a row.
    this.viewport.pin(seq);
    this.put(pressLine(this.store.get().selection, seq, extend));
  }

  /** Selects a range of lines, in either direction. */
  select(from: number, to: number = from): void {
    this.put({ anchor: from, focus: to });
  }

  /** Clears the selection. Returns whether there was one. */
  clear(): boolean {
    const had = this.store.get().selection !== undefined || this.marked.read() !== undefined;
    this.put(undefined);
    this.marked.clear();
    return had;
  }

  /** Selects all shown lines. */
  all(): void {
    const view = this.viewport.newest;
    const first = view.at(0);
    const last = view.at(view.length - 1);
    if (first && last) this.select(first.seq, last.seq);
  }

  /** Moves the selected line, or with `extend` the end of the selection, and scrolls to it. Without a selected line in sight, starts at the visible lines. */
  move(step: SelectionStep, extend: boolean): void {
    const view = this.viewport.newest;
    const { selection } = this.store.get();
    const target = this.targetOf(step, selection?.focus, extend);
    if (target === undefined) return;
    this.letGo();
    this.store.set({
      selection: { anchor: (extend ? selection?.anchor : undefined) ?? target, focus: target },
    });
    if (view.rowOf(target) >= 0) this.viewport.scrollToSeq(target, 'nearest');
  }

  private targetOf(step: SelectionStep, focus: number | undefined, extend: boolean): number | undefined {
    const { view } = this;
    const lastRow = view.length - 1;
    if (step === 'start') return lineFrom(view, 0, 1)?.seq;
    if (step === 'end') return lineFrom(view, lastRow, -1)?.seq;
    if (focus !== undefined && (extend || this.viewport.sees(focus))) return lineAway(view, focus, step);
    const sight = this.viewport.rowsInSight();
    return (step > 0 ? lineFrom(view, sight.first, 1) : lineFrom(view, sight.last, -1))?.seq;
  }

  private put(selection: LineRange | undefined): void {
    this.store.set({ selection, copied: undefined });
  }

  /** Number of selected lines that are still held, without gaps. */
  count(): number {
    const { selection } = this.store.get();
    if (!selection) return 0;
    const selected = ({ seq }: LogItem): boolean => isSelected(selection, seq);
    // No row is read for it except those that are kept although the buffer has let them go.
    const kept = this.view
      .slice(0, this.viewport.kept)
      .filter((item) => item.kind === 'log' && selected(item));
    const passing = this.passing();
    const { from, to } = rowsOf(selection, passing);
    const gaps = passing.gaps?.() ?? passing.slice(from, to).filter(({ kind }) => kind === 'gap');
    return kept.length + to - from - gaps.filter(selected).length;
  }

  /** The selected lines that are still held. */
  lines(): readonly LogEntry[] {
    return selectedLines(this.store.get().selection, this.view);
  }

  /** The first and the last selected line that are still held and shown. */
  ends(): { readonly first: LogEntry; readonly last: LogEntry } | undefined {
    const { selection } = this.store.get();
    if (!selection) return undefined;
    const { from, to } = rowsOf(selection, this.view);
    const first = lineFrom(this.view, from, 1);
    const last = lineFrom(this.view, to - 1, -1);
    return first && last && first.seq <= last.seq ? { first, last } : undefined;
  }

  /** The text to copy: the selected lines, or else the selected text; undefined if nothing is selected, or no selected line is shown. */
  text(format?: CopyFormat): string | undefined {
    return this.gather(format) as string | undefined; // as it is never too much
  }

  /** {@link ViewerSelection.text}. If there is so much that the page would stop, it comes later: where there is a clipboard that waits for it. */
  toCopy(format?: CopyFormat): string | Promise<Blob> | undefined {
    return this.gather(format, navigator.clipboard && openedParts.here?.toBlob);
  }

  private gather(
    format = this.store.get().copyFormat,
    later?: OpenedParts['toBlob'],
  ): string | Promise<Blob> | undefined {
    const { selection } = this.store.get();
    const marked = this.marked.read();
    const pieces = selection
      ? textOf(selection, this.view, (line) => copyLine(line, format))
      : marked && markedText(marked, this.view, format);
    if (!pieces) return undefined;
    const first: string[] = [];
    for (let next = pieces.next(); !next.done; next = pieces.next()) {
      first.push(next.value);
      if (later && first.length === MANY) return later(first, pieces);
    }
    return selection && first.length === 0 ? undefined : first.join('\n');
  }

  /** Copies to the clipboard, and says how that went. */
  async copy(text = this.toCopy() ?? ''): Promise<void> {
    this.store.set({ copied: (await copyText(text, this.viewport.scroller)) ? 'lines' : 'failed' });
  }
}

/** The first line at `row` or beyond it in a direction. */
function lineFrom(view: LogView, row: number, step: 1 | -1): LogEntry | undefined {
  for (let at = row; at >= 0 && at < view.length; at += step) {
    const item: LogItem | undefined = view.at(at);
    if (item?.kind === 'log') return item;
  }
  return undefined;
}
