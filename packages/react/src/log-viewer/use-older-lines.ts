import { useCallback, useEffect, useRef, type RefObject } from 'react';
import { listen } from '../lib/listeners.js';
import type { Viewer } from './viewer.js';

/** How near to the top older lines are asked for. Pixels. */
const NEAR = 300;

/** Loads older lines when the user comes to the top, once for each oldest line. Returns the same for a button. */
export function useOlderLines(viewer: Viewer, scroller: RefObject<HTMLElement | null>): () => void {
  const asked = useRef<number>(undefined);

  const load = useCallback(async () => {
    const { stream, snapshot } = viewer.store.get();
    if (!stream || snapshot.history === 'loading') return;
    asked.current = snapshot.view.at(0)?.seq;
    try {
      await stream.loadOlder();
    } catch {
      // The stream has told its error to its listeners; the button stays for another try.
    }
  }, [viewer]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    return listen(element, 'scroll', () => {
      const { snapshot, following } = viewer.store.get();
      const oldest = snapshot.view.at(0)?.seq;
      if (following || snapshot.history !== 'more' || oldest === undefined || oldest === asked.current)
        return;
      if (element.scrollTop < NEAR) void load();
    });
  }, [viewer, scroller, load]);

  return useCallback(() => void load(), [load]);
}
