/** What is selected in a viewer: whole lines by their numbers, or a text that the mouse marked; and what of it is copied. */
import type { LogEntry, LogItem, LogView } from '@tailrace/core';
import type { Store } from '../lib/store.js';
import type { FullState } from './full-state.js';
import { copyLine, type CopyFormat } from './model/copy-format.js';
import { createMarkedText } from './model/dom-selection.js';
import {
  lineAway,
  pressLine,
  rowsOf,
  selectedLines,
  selectedText,
  type LineRange,
} from './model/line-selection.js';
import type { ViewportController } from './model/viewport-controller.js';

/** How far a selection is moved: lines, or to an end of the log. */
export type SelectionStep = number | 'start' | 'end';

/** See the file's head. */
export class ViewerSelection {
  /** What the mouse marked. */
  readonly marked = createMarkedText();

  constructor(
    private readonly store: Store<FullState>,
    private readonly viewport: ViewportController,
    /** Stops following: who selects a line wants to look at it. */
    private readonly letGo: () => void,
  ) {}

  private get view(): LogView {
    return this.viewport.getState().view;
  }

  /** Selects a line, or up to it. A second press on the only selected line ends it. */
  press(seq: number, extend: boolean): void {
    this.letGo();
    // Its tools may take a row of the lines.
    this.viewport.pin(seq);
    this.put(pressLine(this.store.get().selection, seq, extend));
  }

  /** Selects these lines, either way round. */
  select(from: number, to: number = from): void {
    this.put({ anchor: from, focus: to });
  }

  /** Ends the selection. True when there was one. */
  clear(): boolean {
    const had = this.store.get().selection !== undefined || this.marked.read() !== undefined;
    this.put(undefined);
    this.marked.clear();
    return had;
  }

  /** Selects every line that is shown. */
  all(): void {
    this.viewport.refresh?.();
    const first = this.view.at(0);
    const last = this.view.at(this.view.length - 1);
    if (first && last) this.select(first.seq, last.seq);
  }

  /** Moves the selected line, or with `extend` the end of the selection, and brings it into sight. Begins in sight. */
  move(step: SelectionStep, extend: boolean): void {
    this.viewport.refresh?.();
    const { view } = this;
    const { selection } = this.store.get();
    const target = this.targetOf(step, selection?.focus);
    if (target === undefined) return;
    this.letGo();
    this.store.set({
      selection: { anchor: (extend ? selection?.anchor : undefined) ?? target, focus: target },
    });
    if (view.rowOf(target) >= 0) this.viewport.scrollToSeq(target, 'nearest');
  }

  private targetOf(step: SelectionStep, focus: number | undefined): number | undefined {
    const { view } = this;
    const lastRow = view.length - 1;
    if (step === 'start') return lineFrom(view, 0, 1)?.seq;
    if (step === 'end') return lineFrom(view, lastRow, -1)?.seq;
    if (focus !== undefined) return lineAway(view, focus, step);
    const sight = this.viewport.rowsInSight();
    return (step > 0 ? lineFrom(view, sight.first, 1) : lineFrom(view, sight.last, -1))?.seq;
  }

  private put(selection: LineRange | undefined): void {
    this.store.set({ selection, copied: undefined });
  }

  /** How many lines are selected and still held. Gaps do not count. */
  count(): number {
    const { selection, snapshot, filter } = this.store.get();
    if (!selection) return 0;
    const { from, to } = rowsOf(selection, this.view);
    // Without a gap in all the log, and without a row for lines that are hidden, every row is a line: nothing has to be looked at.
    const onlyLines = snapshot.ledger.gaps === 0 && (filter.context ?? 0) === 0;
    return onlyLines ? Math.max(0, to - from) : this.lines().length;
  }

  /** The selected lines that are still held. */
  lines(): readonly LogEntry[] {
    return selectedLines(this.store.get().selection, this.view);
  }

  /** The first and the last selected line that are still held. */
  ends(): { readonly first: LogEntry; readonly last: LogEntry } | undefined {
    const { selection } = this.store.get();
    if (!selection) return undefined;
    const { from, to } = rowsOf(selection, this.view);
    const first = lineFrom(this.view, from, 1);
    const last = lineFrom(this.view, to - 1, -1);
    return first && last && first.seq <= last.seq ? { first, last } : undefined;
  }

  /** What is copied: the lines that were chosen, or what the mouse marked. undefined when nothing is selected. */
  text(format: CopyFormat = this.store.get().copyFormat): string | undefined {
    if (this.store.get().selection)
      return this.lines()
        .map((entry) => copyLine(entry, format))
        .join('\n');
    const marked = this.marked.read();
    return marked && selectedText(marked, this.view, format);
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
