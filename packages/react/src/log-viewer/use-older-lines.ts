import { LogStreamError } from '@tailrace/core';
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { listen } from '../lib/listeners.js';
import type { Viewer } from './viewer.js';

/** How near to the top older lines are asked for. Pixels. */
const NEAR = 300;

/** Why the last page did not come: the buffer has no room, or the server's reason. */
export type OlderOutcome = 'full' | LogStreamError | undefined;

/** See {@link useOlderLines}. */
export interface OlderLinesState {
  load(): void;
  readonly outcome: OlderOutcome;
}

/** Loads older lines when the user comes to the top, once for each oldest line; `load` does the same for a button. */
export function useOlderLines(viewer: Viewer, scroller: RefObject<HTMLElement | null>): OlderLinesState {
  const asked = useRef<number>(undefined);
  const [outcome, setOutcome] = useState<OlderOutcome>();

  const load = useCallback(async () => {
    const { stream, snapshot } = viewer.store.get();
    if (!stream || snapshot.history === 'loading') return;
    asked.current = snapshot.view.at(0)?.seq;
    setOutcome(undefined);
    try {
      const came = await stream.loadOlder();
      if (came === 0 && stream.getSnapshot().history === 'more') setOutcome('full');
    } catch (thrown) {
      if (!(thrown instanceof LogStreamError)) throw thrown;
      setOutcome(thrown);
    }
  }, [viewer]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    let last = element.scrollTop;
    return listen(element, 'scroll', () => {
      const upwards = element.scrollTop < last;
      last = element.scrollTop;
      const { snapshot, following } = viewer.store.get();
      const oldest = snapshot.view.at(0)?.seq;
      if (following || snapshot.history !== 'more' || oldest === undefined || oldest === asked.current)
        return;
      if (upwards && element.scrollTop < NEAR) void load();
    });
  }, [viewer, scroller, load]);

  return { load: useCallback(() => void load(), [load]), outcome };
}
