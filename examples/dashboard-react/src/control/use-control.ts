import { useEffect, useState } from 'react';
import { readControl, sortRuns, type ControlState } from './control.js';

const EVERY_MS = 2000;

export interface ControlView {
  /** undefined until the server has answered once. */
  readonly state: ControlState | undefined;
  /** The server does not answer at the moment; the state may be out of date. */
  readonly unreachable: boolean;
}

/** The server's state, requested every two seconds while the page is visible. */
export function useControl(): ControlView {
  const [view, setView] = useState<ControlView>({ state: undefined, unreachable: false });

  useEffect(() => {
    const gone = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      if (document.visibilityState === 'visible') {
        try {
          const state = await readControl(gone.signal);
          setView({ state: { ...state, runs: sortRuns(state.runs) }, unreachable: false });
        } catch {
          // Whatever the reason, the page can only say so and try again.
          if (!gone.signal.aborted) setView((old) => ({ ...old, unreachable: true }));
        }
      }
      if (!gone.signal.aborted) timer = setTimeout(() => void ask(), EVERY_MS);
    };
    void ask();
    return () => {
      gone.abort();
      clearTimeout(timer);
    };
  }, []);

  return view;
}
