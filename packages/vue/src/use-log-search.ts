import {
  createSearch,
  type SearchOptions,
  type SearchState,
  type TextRange,
  type ViewSource,
} from '@tailrace/core';
import type { MaybeRefOrGetter } from 'vue';
import { fields, type Fields } from './lib/fields.js';
import { useReading } from './lib/use-reading.js';
import { useResource } from './lib/use-resource.js';

/** The result of {@link useLogSearch}. Each field of the search state is a ref of its own. */
export interface UseLogSearchReturn extends Fields<SearchState, keyof SearchState> {
  /** Searches for a term; an empty one ends the search. Before the component is mounted it waits, and it goes on in another source. */
  find(term: string, options?: SearchOptions & { readonly fromSeq?: number }): void;
  /** Goes to the next match; wraps around. */
  next(): void;
  /** Goes to the previous match; wraps around. */
  previous(): void;
  /** All matches of the term in a text as it is shown. Inside a template or a computed it is re-evaluated when the result may have changed. */
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

/** Finds a term in a stream, or in a filtered view of one; the count stays exact as lines arrive and leave. */
export function useLogSearch(source: MaybeRefOrGetter<ViewSource | null | undefined>): UseLogSearchReturn {
  let wanted: Parameters<UseLogSearchReturn['find']> | undefined;
  const search = useResource(source, (current: ViewSource) => {
    const made = createSearch(current);
    if (wanted) made.find(...wanted);
    return made;
  });
  const state = useReading(search, (current) => current.getState(), IDLE);
  const refs = fields(state, IDLE);
  return {
    ...refs,
    find(...asked) {
      wanted = asked;
      search.value?.find(...asked);
    },
    next: () => search.value?.next(),
    previous: () => search.value?.previous(),
    rangesIn(text) {
      // Tracked by Vue, because the result depends on these.
      void [refs.term.value, refs.options.value, refs.learnt.value];
      return search.value?.rangesIn(text) ?? NO_RANGES;
    },
  };
}
