import {
  createFilteredView,
  EMPTY_VIEW,
  LogStreamError,
  type FilteredSnapshot,
  type FilteredView,
  type LogFilter,
  type LogStream,
} from '@tailrace/core';
import { computed, shallowRef, toValue, watch } from 'vue';
import type { ComputedRef, MaybeRefOrGetter, ShallowRef } from 'vue';
import { fields, type Fields } from './lib/fields.js';
import { plain } from './lib/plain.js';
import { useReading } from './lib/use-reading.js';
import { useResource } from './lib/use-resource.js';
import { useStreamSnapshot } from './use-stream-snapshot.js';

/**
 * The result of {@link useLogFilter}: `view` contains the lines that pass; `pending` is true while some lines held are still being tested;
 * `breaks` are set with `context`.
 */
export interface UseLogFilterReturn<Raw = unknown> extends Fields<
  FilteredSnapshot<Raw>,
  'view' | 'pending' | 'breaks'
> {
  /** Number of lines that pass. */
  readonly shown: ComputedRef<number>;
  /** Number of lines that the stream holds. */
  readonly held: ComputedRef<number>;
  /** Why the filter is invalid, or was stopped because it took too long; the previous filter is then still active. */
  readonly error: ComputedRef<LogStreamError | undefined>;
  /** Pass this to `useLogSearch` to search only the lines that pass. */
  readonly filtered: Readonly<ShallowRef<FilteredView<Raw> | undefined>>;
}

const EMPTY: FilteredSnapshot = Object.freeze({
  view: EMPTY_VIEW,
  pending: false,
  error: undefined,
  breaks: [],
});

/** The lines of a stream that pass a filter, which may be a ref, a getter or a reactive object; each new line is tested once. */
export function useLogFilter<Raw = unknown>(
  stream: MaybeRefOrGetter<LogStream<Raw> | null | undefined>,
  filter: MaybeRefOrGetter<LogFilter>,
): UseLogFilterReturn<Raw> {
  const filtered = useResource(stream, (current: LogStream<Raw>) => createFilteredView(current));
  const refused = shallowRef<LogStreamError>();
  watch(
    [filtered, () => plain(toValue(filter))] as const,
    ([current, wanted]) => {
      refused.value = undefined;
      try {
        current?.setFilter(wanted);
      } catch (thrown) {
        if (!(thrown instanceof LogStreamError)) throw thrown;
        refused.value = thrown;
      }
    },
    { immediate: true },
  );
  const snapshot = useReading(filtered, (current) => current.getSnapshot(), EMPTY as FilteredSnapshot<Raw>);
  // Through `filtered`, so that what is no stream is refused once.
  const unfiltered = useStreamSnapshot(() => filtered.value && toValue(stream));
  return {
    ...fields(snapshot, EMPTY as FilteredSnapshot<Raw>),
    shown: computed(() => snapshot.value.view.length),
    held: computed(() => unfiltered.value.view.length),
    error: computed(() => refused.value ?? snapshot.value.error),
    filtered,
  };
}
