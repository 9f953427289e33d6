import type { LogFilter, SearchOptions } from '@tailrace/core';
import { copyText } from '../lib/copy-text.js';
import type { CopyFormat } from './model/copy-format.js';
import type { RowAlign } from './model/viewport-controller.js';
import type { Viewer } from './viewer.js';

/** What a ref to a viewer can do. */
export interface LogViewerHandle {
  /** Goes to the newest line and follows it. */
  scrollToEnd(): void;
  /** Brings a line into sight and stops following. A line that is not held: the next one after it. Default align: `auto`, the middle unless it is in sight. */
  scrollToSeq(seq: number, options?: { readonly align?: RowAlign }): void;
  /**
   * Selects the first line, in the order of the log, at or after a time and goes to it; loads older lines for it. A number is epoch
   * milliseconds, a string what the field "Jump to time" takes: `10:31`, `2026-11-03T10:31Z`, `-5m`. Resolves with false when no such line
   * is held, or the text is no time. Rejects with `network` where the code for it cannot be loaded.
   */
  scrollToTime(time: number | Date | string): Promise<boolean>;
  /** Goes to the lines of a link that `onSelectionChange` told, at once or when they come. False when it is no link of this viewer. */
  openLink(link: string): boolean;
  /** Looks for a term and goes to a match. An empty term ends the search. */
  find(term: string, options?: SearchOptions): void;
  /** Shows only the lines that match; an empty filter shows all. Throws `invalid-argument` for a filter that cannot be. */
  setFilter(filter: LogFilter): void;
  /** Sticks to the newest line, or stops to. */
  follow(on: boolean): void;
  /**
   * Puts the selected lines, or the marked text, on the clipboard, as `copyFormat` says unless another format is given.
   * Resolves with the text; empty when nothing is selected or the page may not.
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
      const jump = typeof time === 'string' ? await jumps.toTyped(time) : await jumps.toTime(Number(time));
      return jump === 'found' || jump === 'oldest';
    },
    openLink: (link) => viewer.links.open(link),
    find: (term, options) => viewer.search.find(term, options),
    setFilter: (filter) => viewer.filter.set(filter),
    follow: (on) => viewer.follow(on),
    async copySelection(format) {
      const text = viewer.selection.text(format) ?? '';
      return text !== '' && (await copyText(text)) ? text : '';
    },
  };
}
