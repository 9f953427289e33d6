/** Chooses the context lines of a filter: a number of lines before and after each match, each once; windows that touch are merged. */
import type { LogView } from '../buffer/log-view.js';
import { seqAt } from './block-text.js';
import { rowAfter } from './line-scan.js';

/** A place in a filtered view with context where lines are hidden. */
export interface ViewBreak {
  /** The first line after the hidden ones. */
  readonly seq: number;
  /** How many lines are hidden between it and the shown line before it. */
  readonly hidden: number;
}

/** Which lines have been looked at: those after `newest` and before `oldest` have not. */
export interface Looked {
  readonly newest: number;
  readonly oldest: number | undefined;
}

/** See the file's head. Lines are shown to it from a first one on forward and backward, each once. */
export class ContextWindows {
  breaks: readonly ViewBreak[] = [];
  /** What was taken since it was last collected, after and before what was taken earlier; the latter newest first. */
  private newer: number[] = [];
  private older: number[] = [];
  private newerBreaks: ViewBreak[] = [];
  private olderBreaks: ViewBreak[] = [];
  private first: number | undefined;
  private last: number | undefined;
  private hits = false;
  /** Lines still to be taken after the newest hit, and before the oldest. */
  private after = 0;
  private before = 0;

  /** `size`: lines before and after a hit. */
  constructor(readonly size: number) {}

  /** Takes a line, where nothing around it is asked for. */
  take(seq: number, forward: boolean): void {
    if (forward) {
      this.newer.push(seq);
      this.last = seq;
      this.first ??= seq;
    } else {
      this.older.push(seq);
      this.first = seq;
      this.last ??= seq;
    }
  }

  /** Looks at the line in `row`. A gap passes for itself, and ends the context: beyond it lies nobody knows what. */
  look(view: LogView, row: number, forward: boolean, passes: boolean | 'gap', looked: Looked): void {
    const { size } = this;
    const hit = passes === true;
    const known = this.last !== undefined;
    if (forward) {
      if (hit) {
        const shown = this.last === undefined ? 0 : rowAfter(view, this.last);
        for (let each = Math.max(shown, row - size); each < row; each++) this.append(view, each);
        // Without a hit, what was taken so far are gaps.
        const oldest = looked.oldest === undefined ? row : view.rowAtOrAfter(looked.oldest);
        if (!this.hits) this.before = known ? 0 : size - (row - oldest);
        this.after = size;
      } else this.after = passes ? 0 : this.after - 1;
      if (passes || this.after >= 0) this.append(view, row);
    } else {
      if (hit) {
        const end = rowAfter(view, looked.newest);
        const shown = this.first === undefined ? end : view.rowAtOrAfter(this.first);
        for (let each = Math.min(shown - 1, row + size, end - 1); each > row; each--)
          this.prepend(view, each);
        if (!this.hits) this.after = known ? 0 : size - (end - 1 - row);
        this.before = size;
      } else this.before = passes ? 0 : this.before - 1;
      if (passes || this.before >= 0) this.prepend(view, row);
    }
    this.hits ||= hit;
  }

  /** The lines taken since the last time, in order. */
  collect(): { readonly appended: readonly number[]; readonly prepended: readonly number[] } {
    const found = { appended: this.newer, prepended: this.older.reverse() };
    if (this.newerBreaks.length + this.olderBreaks.length > 0)
      this.breaks = [...this.olderBreaks.reverse(), ...this.breaks, ...this.newerBreaks];
    [this.newer, this.older, this.newerBreaks, this.olderBreaks] = [[], [], [], []];
    return found;
  }

  /** Lines before `seq` are gone; `first`: the first that is still taken. */
  evict(seq: number, first: number | undefined): void {
    if (this.last !== undefined && this.last < seq) {
      this.last = undefined;
      // Lines may have arrived and left in between, so the held lines are not around the newest hit.
      this.after = 0;
    }
    this.first = this.last === undefined ? undefined : first;
    const gone = this.breaks.findIndex((each) => first !== undefined && each.seq > first);
    if (gone !== 0) this.breaks = gone < 0 ? [] : this.breaks.slice(gone);
  }

  private append(view: LogView, row: number): void {
    const seq = seqAt(view, row);
    const hidden = this.last === undefined || this.size === 0 ? 0 : row - rowAfter(view, this.last);
    if (hidden > 0) this.newerBreaks.push({ seq, hidden });
    this.take(seq, true);
  }

  private prepend(view: LogView, row: number): void {
    const hidden = this.first === undefined || this.size === 0 ? 0 : view.rowAtOrAfter(this.first) - row - 1;
    if (hidden > 0) this.olderBreaks.push({ seq: this.first as number, hidden });
    this.take(seqAt(view, row), false);
  }
}
