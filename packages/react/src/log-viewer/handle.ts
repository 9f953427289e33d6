import type { LogFilter, SearchOptions } from '@tailrace/core';
import { copyText } from '../lib/copy-text.js';
import type { CopyFormat } from './model/copy-format.js';
import type { RowAlign } from './model/row-anchor.js';
import type { Viewer } from './viewer.js';

/** The methods of a viewer's ref. */
export interface LogViewerHandle {
  /** Scrolls to the end and follows it. */
  scrollToEnd(): void;
  /** Scrolls to a line and stops following. If the line is not held, scrolls to the next one. `align` defaults to `auto`: to the middle, unless the line is already visible. */
  scrollToSeq(seq: number, options?: { readonly align?: RowAlign }): void;
  /**
   * Selects the first line, in the order of the log, at or after a time and scrolls to it; loads older lines if necessary. A number is epoch
   * milliseconds, a string what the field "Jump to time" accepts: `10:31`, `2026-11-03T10:31Z`, `-5m`. Resolves with false if there is no such line,
   * or if the string is not a time. Rejects with kind `network` if the code for it cannot be loaded.
   */
  scrollToTime(time: number | Date | string): Promise<boolean>;
  /** Selects the lines of a link from `onSelectionChange` and scrolls to them, at once or when they are loaded. Returns false if it is not a link of this viewer. */
  openLink(link: string): boolean;
  /** Searches for a term and goes to a match. An empty term ends the search. */
  find(term: string, options?: SearchOptions): void;
  /** Shows only the lines that pass; an empty filter shows all. Throws `invalid-argument` for an invalid filter. */
  setFilter(filter: LogFilter): void;
  /** Starts or stops following the end. */
  follow(on: boolean): void;
  /**
   * Copies the selected lines, or the selected text, to the clipboard; `format` defaults to the viewer's `copyFormat`.
   * Resolves with the copied text; with an empty string if nothing is selected or the page may not write to the clipboard.
   */
  copySelection(format?: CopyFormat): Promise<string>;
}

/** The handle of a viewer. */
export function createHandle(viewer: Viewer): LogViewerHandle {
  return {
    scrollToEnd: () => viewer.follow(true),
    scrollToSeq: (seq, { align = 'auto' } = {}) => viewer.viewport.scrollToSeq(seq, align),
    async scrollToTime(time) {
      const { jumps } = viewer;
      const jump =
        typeof time === 'string' ? await jumps.toTyped(time) : await jumps.toTime(Number(time ?? Number.NaN));
      return jump === 'found' || jump === 'oldest';
    },
    openLink: (link) => viewer.links.open(String(link)),
    find: (term, options) => viewer.search.find(term, options),
    setFilter: (filter) => viewer.filter.set(filter),
    follow: (on) => viewer.follow(on),
    async copySelection(format) {
      const text = viewer.selection.toCopy(format) ?? '';
      if (text === '' || !(await copyText(text, viewer.viewport.scroller))) return '';
      return typeof text === 'string' ? text : (await text).text();
    },
  };
}
