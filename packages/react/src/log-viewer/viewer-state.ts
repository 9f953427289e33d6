/** What a part of a viewer may read of it, at one moment. All of it is plain data, but for the stream itself. */
import type {
  LogFilter,
  LogLevel,
  LogSource,
  LogStream,
  LogStreamSnapshot,
  SearchOptions,
} from '@tailrace/core';
import type { FilterMode } from './filter-draft.js';
import type { CopyFormat } from './model/copy-format.js';
import type { LineRange } from './model/line-selection.js';
import type { Arrivals } from './model/tally.js';

/**
 * How time stamps are shown: not at all; time of day in the reader's zone (or `timeZone`) or in UTC; how long ago; how long after
 * the line above.
 */
export const TIMESTAMP_MODES = ['off', 'local', 'utc', 'relative', 'delta'] as const;

/** One of {@link TIMESTAMP_MODES}. */
export type TimestampMode = (typeof TIMESTAMP_MODES)[number];

/** What is looked for, and where the search is. */
export interface FindState {
  /** As typed. Empty: nothing is looked for. */
  readonly term: string;
  readonly options: SearchOptions;
  /** Which match is the current one, from 1; 0 without one. */
  readonly current: number;
  /** Matches found so far, all of them once it is not `pending`. */
  readonly total: number;
  /** Line of the current match, and which of the line's matches it is, from 0. */
  readonly currentSeq: number | undefined;
  readonly currentInLine: number;
  /** Why the expression cannot be used; the last result stays. */
  readonly error: string | undefined;
  /** Not everything has been looked at yet. */
  readonly pending: boolean;
}

/** Lines held, by level. A level without lines may be left out. */
export type LevelCounts = Readonly<Partial<Record<LogLevel, number>>>;

/** See `useViewerState`. What has changed is another object than before. */
export interface ViewerState {
  /** What is read; undefined while there is nothing to read. `connect`, `retryNow` or `fill` are called on it. */
  readonly stream: LogStream | undefined;
  /** Where the stream reads from, when the viewer knows: it can then offer the server's own download. */
  readonly source: LogSource | undefined;
  /** What the stream says of itself: status, error, retry, history, ledger, and `view`, the lines that are held. */
  readonly snapshot: LogStreamSnapshot;
  /** Rows that pass the filter: lines, and gaps. */
  readonly shown: number;
  /** How many of them are lines. */
  readonly shownLines: number;
  /** How many lines are held. */
  readonly heldLines: number;
  /** What is in force. */
  readonly filter: LogFilter;
  /** The filter's text as typed. */
  readonly filterText: string;
  /** How it is read. */
  readonly filterMode: FilterMode;
  /** Why what was typed cannot be used, or was stopped because it takes too long; the filter before stays. */
  readonly filterError: string | undefined;
  /** Lines that are held are still being tested. */
  readonly filterPending: boolean;
  readonly counts: LevelCounts;
  readonly find: FindState;
  /** Long lines are wrapped. */
  readonly wrap: boolean;
  readonly timestamps: TimestampMode;
  /** IANA name, for `local`. undefined: the reader's. */
  readonly timeZone: string | undefined;
  /** Digits behind the seconds. undefined: as sent, three at least. */
  readonly timestampDigits: number | undefined;
  /** The end is followed. */
  readonly following: boolean;
  /** What came since the viewer stopped following. */
  readonly arrivals: Arrivals;
  /** The selected lines, whether they are still held or not. undefined: none. */
  readonly selection: LineRange | undefined;
  readonly copyFormat: CopyFormat;
}
