/**
 * What a part of your own can do with the viewer around it, beside reading its state. Types only: the viewer's own classes are
 * these, and more that may change from version to version.
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
import type { RowAlign } from './model/viewport-controller.js';
import type { TimeJump } from './viewer-jumps.js';
import type { TimestampMode } from './viewer-state.js';

/**
 * Which lines are shown. Where the page gives `filter`, it is asked by `onFilterChange`, and the lines change when it agrees. The
 * filter in force, and what stands in its box, are in the state.
 */
export interface FilterActions {
  /** Shows only the lines that match; an empty filter shows all. Throws `invalid-argument` for a filter that cannot be. */
  set(filter: LogFilter): void;
  /** The same for what a person types; the filter's other conditions stay. What cannot be read becomes `filterError` of the state, and the filter before stays. */
  setText(text: string, mode: FilterMode): void;
  /** Shows only these levels; undefined: every one. The filter's other conditions stay. */
  setLevels(levels: readonly LogLevel[] | undefined): void;
}

/** The search through the lines that are shown. Where the page gives `search`, it is asked by `onSearchChange`. `find` of the state says what came of it. */
export interface SearchActions {
  /**
   * Looks for a term and goes to a match; an empty one ends the search. Default options: any case, no expression, parts of words.
   * An expression that is none is said in `find.error`, and the last result stays.
   */
  find(term: string, options?: SearchOptions): void;
  /** Goes to the next or the previous match; from the last to the first, and back. Does nothing without a match. */
  step(direction: 'next' | 'previous'): void;
  /** Where the term stands in a text without colour codes, in order; empty where the answer has yet to come. */
  rangesIn(text: string): readonly TextRange[];
  /** Sequence numbers of the lines that hold a match, ascending; those found so far. */
  matchingSeqs(): readonly number[];
}

/** Selected lines. `selection` of the state says which; lines that left the buffer or do not pass the filter are passed over here. */
export interface SelectionActions {
  /** A press on a line's number: selects it, or with `extend` up to it; a second press on the only selected line ends the selection. Stops following. */
  press(seq: number, extend: boolean): void;
  /** Selects from one sequence number to another, both included, either way round. Default `to`: the one line. */
  select(from: number, to?: number): void;
  /** Selects every line that is shown. */
  all(): void;
  /** Ends the selection, and the marking of text with the mouse. False when there was neither. */
  clear(): boolean;
  /** How many lines are selected. Gaps do not count. */
  count(): number;
  lines(): readonly LogEntry[];
  /** What copying would give: of the selected lines, else of the marked text. undefined without either. Default format: `copyFormat` of the state. */
  text(format?: CopyFormat): string | undefined;
}

/** Where the viewer is scrolled to. */
export interface ViewportActions {
  /** Brings a line into sight and stops following. A line that is not shown: the next one after it. Default `auto`. */
  scrollToSeq(seq: number, align?: RowAlign): void;
}

/** Going to a line by what it is; it is then selected and in sight. */
export interface JumpActions {
  /** To the next or previous line of level error or fatal, from the selected line, else from what is in sight. False when there is none. */
  toError(direction: 'next' | 'previous'): boolean;
  /**
   * To the first line, in the order of the log, at or after a time in epoch milliseconds; loads older lines for it. A jump that
   * another one overtakes resolves with `none`. Rejects with `network` where the code for it cannot be loaded.
   */
  toTime(time: number): Promise<TimeJump>;
  /** The same for a time as a person types it: `10:31`, `2026-11-03T10:31Z`, `-5m`. Resolves with `invalid` for a text that is no time. */
  toTyped(text: string): Promise<TimeJump>;
}

/** The lines before the oldest one that is held. `snapshot.history` of the state says whether there are any. */
export interface HistoryActions {
  /**
   * Loads a page of them. Resolves with how many came, once they are shown; with 0 where there are none, the buffer has no room or
   * the server gave an error, which the viewer says above its first line.
   */
  load(): Promise<number>;
}

/** Links to lines. */
export interface LinkActions {
  /** Puts the page's address with the selected lines on the clipboard. False without a selection, or without `permalinks`. */
  copy(): boolean;
  /** Goes to the lines of a link, with or without its `#`, at once or when they come; loads older lines for them. False when it is no link of this viewer. */
  open(link: string): boolean;
}

/**
 * See `useViewerContext`. It stays the same one as long as the viewer is mounted, whatever is read. Without a stream there are no
 * lines, and what needs one does nothing.
 */
export interface ViewerActions {
  /** The lines that are shown, after the filter. Another view after each change; read `shown` of the state to be told of one. */
  readonly view: LogView;
  /** How many of the lines held have each value of each label. It goes on with the lines: read it anew when `counts` of the state is. */
  readonly facets: Facets;
  readonly filter: FilterActions;
  readonly search: SearchActions;
  readonly selection: SelectionActions;
  readonly viewport: ViewportActions;
  readonly jumps: JumpActions;
  readonly history: HistoryActions;
  readonly links: LinkActions;
  /** Goes to the newest line and sticks to it, or stops to. The page hears of it by `onFollowChange`. */
  follow(on: boolean): void;
  /** Goes to the first line that is held. */
  toStart(): void;
  /** Freezes what is shown, or goes on. False while the stream brings no lines, so that there is nothing to freeze. */
  togglePause(): boolean;
  /** Forgets the lines that are held; the server keeps its own. */
  clear(): void;
  /** Wraps long lines, or lets them run on. */
  setWrap(wrap: boolean): void;
  /** Shows time stamps so. */
  setTimestamps(timestamps: TimestampMode): void;
  /** Copies in this format from now on. */
  setCopyFormat(format: CopyFormat): void;
  /** Opens or closes the details of a line: `expanded` of its row's props. Opening stops following. */
  toggleDetails(seq: number): void;
  /** Shows more of a long line: `limit` of its row's props. */
  showMore(seq: number): void;
}
