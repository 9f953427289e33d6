import { useEffect, type RefObject } from 'react';
import { listen } from '../lib/listeners.js';
import type { Viewer } from './viewer.js';

/** Distance from the top at which older lines are loaded. Pixels. */
const NEAR = 300;

/** Loads older lines when the user scrolls near the top. */
export function useOlderLines(viewer: Viewer, scroller: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    let last = element.scrollTop;
    return listen(element, 'scroll', () => {
      const upwards = element.scrollTop < last;
      last = element.scrollTop;
      if (upwards && element.scrollTop < NEAR) viewer.history.reached();
    });
  }, [viewer, scroller]);
}
