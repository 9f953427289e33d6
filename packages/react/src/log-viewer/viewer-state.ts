/** The state of a viewer that its parts can read. Everything except the stream is plain data. */
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
 * How timestamps are shown: not at all; time of day in the local zone (or `timeZone`); in UTC; date and time of day in the local
 * zone (or `timeZone`); how long ago; time since the line above.
 */
export const TIMESTAMP_MODES = ['off', 'local', 'utc', 'date', 'relative', 'delta'] as const;

/** One of {@link TIMESTAMP_MODES}. */
export type TimestampMode = (typeof TIMESTAMP_MODES)[number];

/** The state of the search. */
export interface FindState {
  /** As typed; empty if there is no search. */
  readonly term: string;
  readonly options: SearchOptions;
  /** Number of the current match, from 1; 0 if there is none. */
  readonly current: number;
  /** Number of matches found so far; final once `pending` is false. */
  readonly total: number;
  /** Sequence number of the line with the current match, and the index of the match in that line, from 0. */
  readonly currentSeq: number | undefined;
  readonly currentInLine: number;
  /** Why the expression is invalid or was stopped; the last result stays. */
  readonly error: string | undefined;
  /** Not all lines have been searched yet. */
  readonly pending: boolean;
}

/** Number of lines held by level. Levels without lines may be absent. */
export type LevelCounts = Readonly<Partial<Record<LogLevel, number>>>;

/** See `useViewerState`. A field that changes gets a new object. */
export interface ViewerState {
  /** The stream that is shown, if any. Call its `connect`, `retryNow` or `fill`. */
  readonly stream: LogStream | undefined;
  /** The stream's source, if the viewer knows it; it allows to download the full log from the server. */
  readonly source: LogSource | undefined;
  /** The stream's own state: status, error, retry, history, ledger, and `view`, the lines held. */
  readonly snapshot: LogStreamSnapshot;
  /** Number of rows that pass the filter: lines and gaps. */
  readonly shown: number;
  /** Number of lines that pass the filter. */
  readonly shownLines: number;
  /** Number of lines held. */
  readonly heldLines: number;
  /** The active filter. */
  readonly filter: LogFilter;
  /** The filter's text as typed. */
  readonly filterText: string;
  /** How the text is interpreted. */
  readonly filterMode: FilterMode;
  /** Why the text is invalid, or was stopped because it took too long; the previous filter stays active. */
  readonly filterError: string | undefined;
  /** Some of the lines held have not been tested yet. */
  readonly filterPending: boolean;
  /** Nothing is counted until it is read, and the code that counts is loaded then. */
  readonly counts: LevelCounts;
  readonly find: FindState;
  /** Long lines are wrapped. */
  readonly wrap: boolean;
  readonly timestamps: TimestampMode;
  /** IANA time zone, for `local` and `date`; undefined: the browser's. */
  readonly timeZone: string | undefined;
  /** Fractional digits of the seconds; undefined: as sent, at least three. */
  readonly timestampDigits: number | undefined;
  /** The viewer follows the end. */
  readonly following: boolean;
  /** Lines that arrived since the viewer stopped following. */
  readonly arrivals: Arrivals;
  /** The selected range, whether its lines are still held or not; undefined if there is none. */
  readonly selection: LineRange | undefined;
  readonly copyFormat: CopyFormat;
}
