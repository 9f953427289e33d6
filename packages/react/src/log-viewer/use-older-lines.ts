import { useEffect, type RefObject } from 'react';
import { listen } from '../lib/listeners.js';
import type { Viewer } from './viewer.js';

/** How near to the top older lines are asked for. Pixels. */
const NEAR = 300;

/** Loads older lines when the user comes to the top. */
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
