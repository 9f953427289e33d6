/** What the parts of a viewer read, at one moment. */
import {
  IDLE_SNAPSHOT,
  type LogFilter,
  type LogLevel,
  type LogSource,
  type LogStream,
  type LogStreamSnapshot,
  type SearchOptions,
} from '@tailrace/core';
import type { CopyFormat } from './model/copy-format.js';
import type { FilterMode } from './filter-draft.js';
import type { LineRange } from './model/line-selection.js';
import type { Arrivals } from './model/tally.js';
import type { OlderOutcome } from './viewer-history.js';
import type { ViewerInit } from './viewer.js';

/**
 * How time stamps are shown: not at all; time of day in the reader's zone (or `timeZone`) or in UTC; how long ago; how long after
 * the line above.
 */
export const TIMESTAMP_MODES = ['off', 'local', 'utc', 'relative', 'delta'] as const;

/** One of {@link TIMESTAMP_MODES}. */
export type TimestampMode = (typeof TIMESTAMP_MODES)[number];

/** What is looked for, and where the search is. */
export interface FindState {
  /** As typed. */
  readonly term: string;
  readonly options: SearchOptions;
  /** Which match is the current one, from 1; 0 without one. */
  readonly current: number;
  readonly total: number;
  /** Line of the current match, and which of the line's matches it is, from 0. */
  readonly currentSeq: number | undefined;
  readonly currentInLine: number;
  /** What the user's last step or term came to; later matches change nothing of it. */
  readonly told: { readonly current: number; readonly total: number } | undefined;
  /** Why the expression cannot be used; the last result stays. */
  readonly error: string | undefined;
  /** Not everything has been looked at yet. */
  readonly pending: boolean;
  /** Grows with every change of what is looked for. */
  readonly version: number;
  /** Grows with each time that the current match is gone to. */
  readonly revealed: number;
}

/** Lines held, by level. */
export type LevelCounts = Readonly<Partial<Record<LogLevel, number>>>;

/** See the file's head. */
export interface ViewerState {
  readonly stream: LogStream | undefined;
  /** Where the stream reads from, when the viewer knows: it can then offer the server's own download. */
  readonly source: LogSource | undefined;
  readonly snapshot: LogStreamSnapshot;
  /** Rows that pass the filter: lines, and gaps. */
  readonly shown: number;
  /** How many of them are lines, and how many lines are held. */
  readonly shownLines: number;
  readonly heldLines: number;
  readonly filter: LogFilter;
  /** The filter's text as typed, and how it is read. */
  readonly filterText: string;
  readonly filterMode: FilterMode;
  /** Why what was typed cannot be used, or was stopped because it takes too long; the filter before stays. */
  readonly filterError: string | undefined;
  /** Lines that are held are still being tested. */
  readonly filterPending: boolean;
  readonly counts: LevelCounts;
  readonly find: FindState;
  readonly wrap: boolean;
  readonly timestamps: TimestampMode;
  /** IANA name, for `local`. undefined: the reader's. */
  readonly timeZone: string | undefined;
  /** Digits behind the seconds. undefined: as sent, three at least. */
  readonly timestampDigits: number | undefined;
  readonly following: boolean;
  /** What came since the viewer stopped following. */
  readonly arrivals: Arrivals;
  /** Lines whose details are open. */
  readonly expanded: ReadonlySet<number>;
  /** Characters shown of long lines, where it is not the default. */
  readonly limits: ReadonlyMap<number, number>;
  readonly selection: LineRange | undefined;
  readonly copyFormat: CopyFormat;
  readonly cleared: boolean;
  /** The first line of the log was held once, and has left the buffer. */
  readonly lostStart: boolean;
  /** Why the last page of older lines did not come. */
  readonly older: OlderOutcome;
  /** The lines of a link are not held. */
  readonly linkMissing: boolean;
  /** What was opened and could not be loaded: why not. */
  readonly missed: string | undefined;
  /** What was copied last by a button or key; `failed`: the page may not. */
  readonly copied: 'lines' | 'link' | 'failed' | undefined;
  /** The list of keys is open. */
  readonly help: boolean;
  /** The menu that is open. */
  readonly menu: string | undefined;
  /** The tools of a narrow viewer are unfolded. */
  readonly tools: boolean;
}

/** No line. */
export const NO_COUNTS: LevelCounts = Object.freeze({});

/** The search for nothing. */
export const NO_FIND: FindState = Object.freeze({
  term: '',
  options: {},
  current: 0,
  total: 0,
  currentSeq: undefined,
  currentInLine: 0,
  told: undefined,
  error: undefined,
  pending: false,
  version: 0,
  revealed: 0,
});

/** The state before there is a stream. */
export function initialState(init: ViewerInit): ViewerState {
  const { filter: _applied, search, timeZone, timestampDigits, ...chosen } = init;
  const { term = '', ...options } = search ?? {};
  return {
    stream: undefined,
    source: undefined,
    snapshot: IDLE_SNAPSHOT,
    shown: 0,
    shownLines: 0,
    heldLines: 0,
    filter: {},
    filterText: '',
    filterMode: 'text',
    filterError: undefined,
    filterPending: false,
    counts: NO_COUNTS,
    find: { ...NO_FIND, term, options },
    arrivals: { lines: 0, errors: 0 },
    expanded: new Set(),
    limits: new Map(),
    selection: undefined,
    cleared: false,
    lostStart: false,
    older: undefined,
    linkMissing: false,
    missed: undefined,
    copied: undefined,
    help: false,
    menu: undefined,
    tools: false,
    timeZone,
    timestampDigits,
    ...chosen,
  };
}
