import type { RefObject } from 'react';
import { useIsomorphicLayoutEffect } from '../lib/use-isomorphic-layout-effect.js';
import type { FindState } from './viewer-state.js';

/** Room left beside a match that was brought into sight. Pixels. */
const MARGIN = 40;

/** Brings the current match into sight sideways, where it stands far to the right in a line that is not wrapped. */
export function useCurrentMatch(scroller: RefObject<HTMLElement | null>, find: FindState): void {
  useIsomorphicLayoutEffect(() => {
    const element = scroller.current;
    const mark = element?.querySelector('[data-tailrace="match"][data-current]');
    if (!element || !mark) return;
    const box = element.getBoundingClientRect();
    const at = mark.getBoundingClientRect();
    if (at.left < box.left) element.scrollLeft -= box.left - at.left + MARGIN;
    else if (at.right > box.left + element.clientWidth)
      element.scrollLeft += Math.min(
        at.left - box.left - MARGIN,
        at.right - box.left - element.clientWidth + MARGIN,
      );
  }, [scroller, find.currentSeq, find.current]);
}
