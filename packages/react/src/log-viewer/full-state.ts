/** The complete state in a viewer's store: the public part, and what only the built-in parts use. */
import { IDLE_SNAPSHOT, type LogFilter, type LogStreamError, type LogStreamSnapshot } from '@tailrace/core';
import type { CopyFormat } from './model/copy-format.js';
import type { SearchQuery } from './viewer-control.js';
import type { OlderOutcome } from './viewer-history.js';
import type { FindState, LevelCounts, TimestampMode, ViewerState } from './viewer-state.js';

/** The search state, with what the built-in parts need in addition. */
export interface FullFindState extends FindState {
  /** The result of the user's last step or term, for the announcer; later matches do not change it. */
  readonly told: { readonly current: number; readonly total: number } | undefined;
  /** Increases with every change of the search. */
  readonly version: number;
  /** Increases each time the user goes to the current match. */
  readonly revealed: number;
}

/** See the file's head. */
export interface FullState extends ViewerState {
  readonly find: FullFindState;
  /** Lines whose details are open. */
  readonly expanded: ReadonlySet<number>;
  /** Number of characters shown of long lines, if not the default. */
  readonly limits: ReadonlyMap<number, number>;
  readonly cleared: boolean;
  /** The first line of the log was held, and has left the buffer since. */
  readonly lostStart: boolean;
  /** Why the last page of older lines was not loaded. */
  readonly older: OlderOutcome;
  /** The lines of a link are not held. */
  readonly linkMissing: boolean;
  /** The direction in which an error was just looked for in vain. */
  readonly noError: { readonly direction: 'next' | 'previous' } | undefined;
  /** Why a part that was opened could not be loaded. */
  readonly missed: string | undefined;
  /** What a button or key last copied; `failed`: the page may not write to the clipboard. */
  readonly copied: 'lines' | 'link' | 'failed' | undefined;
  /** The list of keys is open. */
  readonly help: boolean;
  /** The menu that is open. */
  readonly menu: string | undefined;
  /** The tools of a narrow viewer are unfolded; `key`: by a key, until Escape leads back from there. */
  readonly tools: boolean | 'key';
}

/** No line. */
const NO_COUNTS: LevelCounts = Object.freeze({});

/** The search for nothing. */
export const NO_FIND: FullFindState = Object.freeze({
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

/** What is said where there is no stream: that none is asked for, that it is on its way, or why it will not come. */
export const snapshotBefore = (asked: boolean, error?: LogStreamError): LogStreamSnapshot => ({
  ...IDLE_SNAPSHOT,
  status: error ? 'failed' : asked ? 'connecting' : 'idle',
  error,
});

/** The part of the state that depends on the log, without a stream. */
export const noLog = () => ({
  stream: undefined,
  source: undefined,
  snapshot: IDLE_SNAPSHOT,
  shown: 0,
  shownLines: 0,
  heldLines: 0,
  filterPending: false,
  counts: NO_COUNTS,
  arrivals: { lines: 0, errors: 0 },
  expanded: new Set<number>(),
  limits: new Map<number, number>(),
  selection: undefined,
  older: undefined,
});

/** The initial settings of a viewer. */
export interface ViewerInit {
  /** What is said until there is a stream. */
  readonly snapshot: LogStreamSnapshot;
  readonly following: boolean;
  readonly wrap: boolean;
  readonly timestamps: TimestampMode;
  readonly copyFormat: CopyFormat;
  readonly timeZone?: string | undefined;
  readonly timestampDigits?: number | undefined;
  readonly filter?: LogFilter | undefined;
  readonly search?: SearchQuery | undefined;
}

/** The state before there is a stream. */
export function initialState(init: ViewerInit): FullState {
  const { filter: _applied, search, timeZone, timestampDigits, ...chosen } = init;
  const { term = '', ...options } = search ?? {};
  return {
    ...noLog(),
    filter: {},
    filterText: '',
    filterMode: 'text',
    filterError: undefined,
    find: { ...NO_FIND, term, options },
    cleared: false,
    lostStart: false,
    linkMissing: false,
    noError: undefined,
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

/** The part of the state that stays when a viewer leaves its stream: what the user chose. */
export function afterStream({ find: { term, options, version, revealed } }: FullState): Partial<FullState> {
  return { ...noLog(), find: { ...NO_FIND, term, options, version: version + 1, revealed } };
}
