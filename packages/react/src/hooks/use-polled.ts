import { LogStreamError } from '@tailrace/core';
import { useCallback, useEffect, useState } from 'react';
import { useLatest } from '../lib/use-latest.js';

/** Data that is requested on mount, on demand, and at intervals. */
export interface Polled<T> {
  /** The last answer; it stays if a later request fails. */
  readonly data: T | undefined;
  readonly isLoading: boolean;
  readonly error: LogStreamError | undefined;
  /** Requests the data now. */
  refresh(): void;
}

interface State<T> extends Omit<Polled<T>, 'refresh'> {
  /** The key of the request that this state belongs to. */
  readonly key: string;
}

const loading = (key: string): State<never> => ({ key, data: undefined, isLoading: true, error: undefined });

/**
 * Requests data on mount, whenever `key` changes, and `interval` milliseconds after each answer (0: only on demand), but not while the
 * page is hidden. A request that is no longer needed is aborted.
 */
export function usePolled<T>(
  key: string,
  interval: number,
  request: (signal: AbortSignal) => Promise<T>,
): Polled<T> {
  const latest = useLatest(request);
  const [state, setState] = useState<State<T>>(() => loading(key));
  const [round, setRound] = useState(0);

  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = (): void => {
      if (interval <= 0 || abort.signal.aborted) return;
      timer = setTimeout(() => (document.hidden ? again() : void run()), interval);
    };
    const run = async (): Promise<void> => {
      setState((old) => (old.key === key ? { ...old, isLoading: true } : loading(key)));
      try {
        const data = await latest.current(abort.signal);
        if (!abort.signal.aborted) setState({ key, data, isLoading: false, error: undefined });
      } catch (thrown) {
        if (abort.signal.aborted) return;
        if (!(thrown instanceof LogStreamError)) throw thrown;
        setState((old) => ({ ...old, isLoading: false, error: thrown }));
      }
      again();
    };
    void run();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [key, interval, round, latest]);

  const refresh = useCallback(() => setRound((count) => count + 1), []);
  const { data, isLoading, error } = state.key === key ? state : loading(key);
  return { data, isLoading, error, refresh };
}
