import { LogStreamError, type HistoryState, type LogStream } from '@tailrace/core';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStreamSnapshot } from './use-log-stream.js';

/** The result of {@link useLogHistory}. */
export interface UseLogHistoryResult {
  readonly state: HistoryState;
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  /** Why the last page could not be loaded; `loadOlder` tries again. */
  readonly error: LogStreamError | undefined;
  /** Loads a page of older lines. Resolves to the number of lines loaded; to 0 if it failed, and then `error` says why. */
  loadOlder(limit?: number): Promise<number>;
}

/** Pages back through the lines written before those held. */
export function useLogHistory(stream: LogStream | null | undefined): UseLogHistoryResult {
  const state = useStreamSnapshot(stream).history;
  const [error, setError] = useState<LogStreamError>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => {
    setError(undefined);
    return () => running.current?.abort();
  }, [stream]);

  const loadOlder = useCallback(
    async (limit?: number) => {
      if (!stream) return 0;
      const abort = new AbortController();
      running.current = abort;
      try {
        setError(undefined);
        return await stream.loadOlder(limit, { signal: abort.signal });
      } catch (thrown) {
        if (!(thrown instanceof LogStreamError)) throw thrown;
        if (!abort.signal.aborted) setError(thrown);
        return 0;
      }
    },
    [stream],
  );
  return useMemo(
    () => ({ state, hasMore: state === 'more', isLoading: state === 'loading', error, loadOlder }),
    [state, error, loadOlder],
  );
}
