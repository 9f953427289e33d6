import {
  createSearch,
  type Search,
  type SearchOptions,
  type SearchState,
  type TextRange,
  type ViewSource,
} from '@tailrace/core';
import { useMemo } from 'react';
import { useReader } from '../lib/use-reader.js';
import { useResource } from '../lib/use-resource.js';

/** The result of {@link useLogSearch}. */
export interface UseLogSearchResult extends SearchState {
  /** Searches for a term; an empty one ends the search. */
  find(term: string, options?: SearchOptions & { readonly fromSeq?: number }): void;
  next(): void;
  previous(): void;
  /** All matches of the term in a text as it is shown. If the expression may only run in a worker, call it again when `learnt` increases. */
  rangesIn(text: string): readonly TextRange[];
}

const IDLE: SearchState = Object.freeze({
  term: '',
  options: {},
  total: 0,
  current: 0,
  currentSeq: undefined,
  currentInLine: 0,
  error: undefined,
  pending: false,
  learnt: 0,
});
const NO_RANGES: readonly TextRange[] = [];
const create = (source: ViewSource): Search => createSearch(source);
const read = (search: Search): SearchState => search.getState();

/** Finds a term in a stream, or in a filtered view of one; the count stays exact as lines arrive and leave. */
export function useLogSearch(source: ViewSource | null | undefined): UseLogSearchResult {
  const search = useResource(source, create);
  const state = useReader(search, read, IDLE, 0);
  // Stable while the search is the same, so that an effect that searches for a term runs once per term.
  const commands = useMemo(
    (): Pick<UseLogSearchResult, 'find' | 'next' | 'previous'> => ({
      find: (term, options) => search?.find(term, options),
      next: () => search?.next(),
      previous: () => search?.previous(),
    }),
    [search],
  );
  return useMemo(
    () => ({ ...state, ...commands, rangesIn: (text) => search?.rangesIn(text) ?? NO_RANGES }),
    [state, commands, search],
  );
}
