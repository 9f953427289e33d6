/** All that the store of a viewer holds: what anybody may read, and what only its own parts need to. */
import { IDLE_SNAPSHOT } from '@tailrace/core';
import type { OlderOutcome } from './viewer-history.js';
import type { FindState, LevelCounts, ViewerState } from './viewer-state.js';
import type { ViewerInit } from './viewer.js';

/** What is looked for, and what the parts need to follow it. */
export interface FullFindState extends FindState {
  /** What the user's last step or term came to; later matches change nothing of it. */
  readonly told: { readonly current: number; readonly total: number } | undefined;
  /** Grows with every change of what is looked for. */
  readonly version: number;
  /** Grows with each time that the current match is gone to. */
  readonly revealed: number;
}

/** See the file's head. */
export interface FullState extends ViewerState {
  readonly find: FullFindState;
  /** Lines whose details are open. */
  readonly expanded: ReadonlySet<number>;
  /** Characters shown of long lines, where it is not the default. */
  readonly limits: ReadonlyMap<number, number>;
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

/** What there is of a log without a stream. */
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
