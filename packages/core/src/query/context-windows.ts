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

/** Which lines have been visited: all from `oldest` to `newest`. */
export interface Visited {
  readonly newest: number;
  readonly oldest: number | undefined;
}

/** See the file's head. It visits each line once, going forward and backward from the first line visited. */
export class ContextWindows {
  breaks: readonly ViewBreak[] = [];
  /** Lines taken since the last `collect()`: after those taken earlier, and before them (in reverse order). */
  private newer: number[] = [];
  private older: number[] = [];
  private newerBreaks: ViewBreak[] = [];
  private olderBreaks: ViewBreak[] = [];
  /** The first and the last line taken. */
  private first: number | undefined;
  private last: number | undefined;
  private hasMatch = false;
  /** Context lines still to be taken after the newest match, and before the oldest. */
  private after = 0;
  private before = 0;

  /** @param size Number of context lines before and after a match. */
  constructor(readonly size: number) {}

  /** Takes a line without context. */
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

  /** Visits the line in `row`. A gap is taken without context, and ends the context of the lines around it: what it hides is unknown. */
  visit(view: LogView, row: number, forward: boolean, passes: boolean | 'gap', visited: Visited): void {
    const { size } = this;
    const isMatch = passes === true;
    const hasTaken = this.last !== undefined;
    if (forward) {
      if (isMatch) {
        const shown = this.last === undefined ? 0 : rowAfter(view, this.last);
        for (let each = Math.max(shown, row - size); each < row; each++) this.append(view, each);
        const oldest = visited.oldest === undefined ? row : view.rowAtOrAfter(visited.oldest);
        // The first match: part of the context before it may not have been visited yet. If anything was taken, that was a gap, which ends the context.
        if (!this.hasMatch) this.before = hasTaken ? 0 : size - (row - oldest);
        this.after = size;
      } else this.after = passes ? 0 : this.after - 1;
      if (passes || this.after >= 0) this.append(view, row);
    } else {
      if (isMatch) {
        const end = rowAfter(view, visited.newest);
        const shown = this.first === undefined ? end : view.rowAtOrAfter(this.first);
        for (let each = Math.min(shown - 1, row + size, end - 1); each > row; each--)
          this.prepend(view, each);
        if (!this.hasMatch) this.after = hasTaken ? 0 : size - (end - 1 - row);
        this.before = size;
      } else this.before = passes ? 0 : this.before - 1;
      if (passes || this.before >= 0) this.prepend(view, row);
    }
    this.hasMatch ||= isMatch;
  }

  /** Returns the lines taken since the last call, in order. */
  collect(): { readonly appended: readonly number[]; readonly prepended: readonly number[] } {
    const found = { appended: this.newer, prepended: this.older.reverse() };
    if (this.newerBreaks.length + this.olderBreaks.length > 0)
      this.breaks = [...this.olderBreaks.reverse(), ...this.breaks, ...this.newerBreaks];
    [this.newer, this.older, this.newerBreaks, this.olderBreaks] = [[], [], [], []];
    return found;
  }

  /** The lines before `seq` were evicted; `first` is the first line taken that is still held. */
  evict(seq: number, first: number | undefined): void {
    if (this.last !== undefined && this.last < seq) {
      this.last = undefined;
      // Lines may have arrived and left without being visited, so the lines held need not be next to the newest match.
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
