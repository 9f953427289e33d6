/**
 * What custom parts can do with the viewer around them, in addition to reading its state. Types only: the viewer's classes satisfy
 * them, and have more members that may change from version to version.
 */
import type {
  Facets,
  LogEntry,
  LogFilter,
  LogLevel,
  LogView,
  SearchOptions,
  TextRange,
} from '@tailrace/core';
import type { FilterMode } from './filter-draft.js';
import type { CopyFormat } from './model/copy-format.js';
import type { RowAlign } from './model/row-anchor.js';
import type { TimeJump } from './viewer-jumps.js';
import type { TimestampMode } from './viewer-state.js';

/**
 * Sets which lines are shown. If the page controls `filter`, it is asked through `onFilterChange`, and the lines change when it agrees. The
 * active filter, and the contents of its box, are in the state.
 */
export interface FilterActions {
  /** Shows only the lines that pass; an empty filter shows all. Throws `invalid-argument` for an invalid filter. */
  set(filter: LogFilter): void;
  /** Sets the text that the user typed; the filter's other conditions stay. If it is invalid, `filterError` of the state says why, and the previous filter stays. */
  setText(text: string, mode: FilterMode): void;
  /** Shows only these levels; undefined shows all. The filter's other conditions stay. */
  setLevels(levels: readonly LogLevel[] | undefined): void;
}

/** Searches the shown lines. If the page controls `search`, it is asked through `onSearchChange`. The result is in `find` of the state. */
export interface SearchActions {
  /**
   * Searches for a term and goes to a match; an empty one ends the search. By default case is ignored, the term is not a regular expression, and
   * it also matches parts of words. An invalid expression is reported in `find.error`, and the last result stays.
   */
  find(term: string, options?: SearchOptions): void;
  /** Goes to the next or the previous match, and wraps around. Does nothing without a match. */
  step(direction: 'next' | 'previous'): void;
  /** The matches in a text without colour codes, in order; empty while the result is not known yet. */
  rangesIn(text: string): readonly TextRange[];
  /** Sequence numbers of the lines with a match found so far, ascending. */
  matchingSeqs(): readonly number[];
}

/** Selects lines. `selection` of the state has the range; the methods here skip lines that have left the buffer or do not pass the filter. */
export interface SelectionActions {
  /** Acts like a click on a line number: selects the line, with `extend` up to the line; a second press on the only selected line clears the selection. Stops following. */
  press(seq: number, extend: boolean): void;
  /** Selects a range of sequence numbers, inclusive, in either direction. Without `to`, selects one line. */
  select(from: number, to?: number): void;
  /** Selects all shown lines. */
  all(): void;
  /** Clears the selection of lines and of text. Returns false if there was neither. */
  clear(): boolean;
  /** Number of selected lines, without gaps. */
  count(): number;
  lines(): readonly LogEntry[];
  /** The text that would be copied: the selected lines, or else the selected text; undefined if there is neither, or none of the lines is shown. `format` defaults to `copyFormat` of the state. */
  text(format?: CopyFormat): string | undefined;
}

/** Scrolls the viewer. */
export interface ViewportActions {
  /** Scrolls to a line and stops following. If the line is not shown, scrolls to the next one. `align` defaults to `auto`. */
  scrollToSeq(seq: number, align?: RowAlign): void;
}

/** Jumps to lines; the line is then selected and visible. */
export interface JumpActions {
  /** Jumps to the next or previous line of level error or fatal, starting at the selected line, or else at the visible lines. Returns false if there is none. */
  toError(direction: 'next' | 'previous'): boolean;
  /**
   * Jumps to the first line, in the order of the log, at or after a time in epoch milliseconds; loads older lines if necessary. If another jump
   * supersedes it, it resolves with `none`. Rejects with kind `network` if the code for it cannot be loaded.
   */
  toTime(time: number): Promise<TimeJump>;
  /** The same for a time as a user types it: `10:31`, `2026-11-03T10:31Z`, `-5m`. Resolves with `invalid` if the text is not a time. */
  toTyped(text: string): Promise<TimeJump>;
}

/** Loads older lines. `snapshot.history` of the state says whether there are any. */
export interface HistoryActions {
  /**
   * Loads a page of older lines. Resolves with the number of lines loaded, once they are shown; with 0 if there are none, the buffer has no room or
   * the server reports an error, which the viewer shows above its first line.
   */
  load(): Promise<number>;
}

/** Links to lines. */
export interface LinkActions {
  /** Copies the page's URL with a link to the selected lines. Returns false without a selection, or without `permalinks`. */
  copy(): boolean;
  /** Selects the lines of a link, with or without its `#`, and scrolls to them, at once or when they are loaded; loads older lines if necessary. Returns false if it is not a link of this viewer. */
  open(link: string): boolean;
}

/**
 * See `useViewerContext`. The object stays the same while the viewer is mounted, even if the log changes. Without a stream there are no
 * lines, and actions that need a stream do nothing.
 */
export interface ViewerActions {
  /** The lines that are shown, after the filter. Replaced after each change; read `shown` of the state to re-render with it. */
  readonly view: LogView;
  /** For each label value, how many lines in the buffer have it. It changes in place: read it again when `counts` of the state changes. The code that counts is loaded when it is first read; empty until then. */
  readonly facets: Facets;
  readonly filter: FilterActions;
  readonly search: SearchActions;
  readonly selection: SelectionActions;
  readonly viewport: ViewportActions;
  readonly jumps: JumpActions;
  readonly history: HistoryActions;
  readonly links: LinkActions;
  /** Scrolls to the end and follows it, or stops following. The page is told through `onFollowChange`. */
  follow(on: boolean): void;
  /** Scrolls to the first line held. */
  toStart(): void;
  /** Pauses or resumes the display. Returns false unless the stream is live, polling or reconnecting: otherwise there is nothing to pause. */
  togglePause(): boolean;
  /** Drops the lines held; the server keeps its own. */
  clear(): void;
  /** Sets whether long lines are wrapped. */
  setWrap(wrap: boolean): void;
  /** Sets how timestamps are shown. */
  setTimestamps(timestamps: TimestampMode): void;
  /** Sets the format of copied lines. */
  setCopyFormat(format: CopyFormat): void;
  /** Opens or closes the details of a line (`expanded` of its row's props). Opening them stops following. */
  toggleDetails(seq: number): void;
  /** Shows more of a long line (`limit` of its row's props). */
  showMore(seq: number): void;
}
