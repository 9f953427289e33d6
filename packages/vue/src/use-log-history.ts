import { LogStreamError, type HistoryState, type LogStream } from '@tailrace/core';
import { computed, shallowRef, toValue, watch } from 'vue';
import type { ComputedRef, MaybeRefOrGetter, ShallowRef } from 'vue';
import { useStreamSnapshot } from './use-stream-snapshot.js';

/** The result of {@link useLogHistory}. */
export interface UseLogHistoryReturn {
  /** What is known about older lines. */
  readonly state: ComputedRef<HistoryState>;
  /** The server has older lines. */
  readonly hasMore: ComputedRef<boolean>;
  /** A page is being loaded. */
  readonly isLoading: ComputedRef<boolean>;
  /** Why the last page could not be loaded; `loadOlder` tries again. */
  readonly error: Readonly<ShallowRef<LogStreamError | undefined>>;
  /** Loads a page of older lines. Resolves with the number of lines loaded; with 0 if it failed, and then `error` says why. */
  loadOlder(limit?: number): Promise<number>;
}

/** Loads lines older than those held, page by page. */
export function useLogHistory(stream: MaybeRefOrGetter<LogStream | null | undefined>): UseLogHistoryReturn {
  const snapshot = useStreamSnapshot(stream);
  const state = computed(() => snapshot.value.history);
  const error = shallowRef<LogStreamError>();
  let leaving = new AbortController();
  // Another stream, or the end of the scope, aborts the current load.
  watch(
    () => toValue(stream),
    (_current, _before, onCleanup) => {
      error.value = undefined;
      leaving = new AbortController();
      onCleanup(() => leaving.abort());
    },
    { immediate: true, flush: 'sync' },
  );

  async function loadOlder(limit?: number): Promise<number> {
    const { signal } = leaving;
    error.value = undefined;
    try {
      return (await toValue(stream)?.loadOlder(limit, { signal })) ?? 0;
    } catch (thrown) {
      if (!(thrown instanceof LogStreamError)) throw thrown;
      if (!signal.aborted) error.value = thrown;
      return 0;
    }
  }

  return {
    state,
    hasMore: computed(() => state.value === 'more'),
    isLoading: computed(() => state.value === 'loading'),
    error,
    loadOlder,
  };
}
