import { LogStreamError } from '@tailrace/core';
import { useCallback, useEffect, useState } from 'react';
import { useLatest } from '../lib/use-latest.js';

/** An answer that is asked for on mount, on request, and every so often. */
export interface Polled<T> {
  /** The last answer; it stays while a later request fails. */
  readonly data: T | undefined;
  readonly isLoading: boolean;
  readonly error: LogStreamError | undefined;
  /** Asks now. */
  refresh(): void;
}

interface State<T> extends Omit<Polled<T>, 'refresh'> {
  /** What was asked: of any other question it says nothing. */
  readonly key: string;
}

const asking = (key: string): State<never> => ({ key, data: undefined, isLoading: true, error: undefined });

/**
 * Asks on mount and again whenever `key` differs, and `interval` milliseconds after each answer (0: never by itself). Not
 * while the page is hidden. A question that is no longer wanted is aborted.
 */
export function usePolled<T>(
  key: string,
  interval: number,
  ask: (signal: AbortSignal) => Promise<T>,
): Polled<T> {
  const latest = useLatest(ask);
  const [state, setState] = useState<State<T>>(() => asking(key));
  const [round, setRound] = useState(0);

  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = (): void => {
      if (interval <= 0 || abort.signal.aborted) return;
      timer = setTimeout(() => (document.hidden ? again() : void run()), interval);
    };
    const run = async (): Promise<void> => {
      setState((old) => (old.key === key ? { ...old, isLoading: true } : asking(key)));
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
  const { data, isLoading, error } = state.key === key ? state : asking(key);
  return { data, isLoading, error, refresh };
}
