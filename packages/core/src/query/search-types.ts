/** The types of a search, see {@link createSearch}. */
import type { LogStreamError } from '../errors.js';
import type { Clock } from '../lib/clock.js';
import type { OpenPatternWorker } from './pattern-worker.js';
import type { SearchOptions, TextRange } from './search-pattern.js';

/** The state of a search at one moment. */
export interface SearchState {
  readonly term: string;
  readonly options: SearchOptions;
  /** Number of matches found so far. */
  readonly total: number;
  /** Number of the current match, from 1; 0 if there is none. */
  readonly current: number;
  /** Sequence number of the line with the current match. */
  readonly currentSeq: number | undefined;
  /** Index of the current match within its line, from 0. */
  readonly currentInLine: number;
  /** The term is invalid, or was stopped because it took too long; the previous matches stay. */
  readonly error: LogStreamError | undefined;
  /** Lines held are still being searched; `total` grows. */
  readonly pending: boolean;
  /** Increases whenever `rangesIn` may return something different from before. */
  readonly learnt: number;
}

/** See {@link createSearch}. */
export interface Search {
  /**
   * Searches for `term`; an empty one ends the search. The current match becomes the first at or after the line `fromSeq`, or
   * else the last before it. Does not throw: if the term cannot be used, the state's `error` says why.
   */
  find(term: string, options?: SearchOptions & { readonly fromSeq?: number }): void;
  /** Goes to the next match; wraps around. */
  next(): void;
  /** Goes to the previous match; wraps around. */
  previous(): void;
  getState(): SearchState;
  /**
   * All matches of the term in a text as it is shown (without ANSI sequences). If the expression may only run in a worker, there are none
   * at first; when `learnt` increases, call it again.
   */
  rangesIn(text: string): readonly TextRange[];
  /** Sequence numbers of the lines with a match, in order, for ticks on a scroll bar. Returns the same array until they change. */
  matchingSeqs(): readonly number[];
  /** Calls the listener after every change of the state. Returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void;
  /** Stops following the source. */
  dispose(): void;
}

/** Options of {@link createSearch}. */
export interface SearchInit {
  /** For tests: a virtual clock. */
  readonly clock?: Clock;
  /** Opens the worker for regular expressions that may take long. Default: a worker from a `blob:` URL, if the page allows one. */
  readonly openWorker?: OpenPatternWorker;
}
