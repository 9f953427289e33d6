import type { RefObject } from 'react';
import { useIsomorphicLayoutEffect } from '../lib/use-isomorphic-layout-effect.js';

/**
 * Keeps the content of an unwrapped log at least as wide as it has been with this choice of lines: a horizontal scroll bar that changed with
 * every visible row would be restless. Uses an observer, because measuring the width would force a layout each time.
 */
export function useKeptWidth(sizer: RefObject<HTMLElement | null>, reset: boolean, choice: number): void {
  useIsomorphicLayoutEffect(() => {
    const element = sizer.current;
    const rows = element?.lastElementChild;
    if (!element || !rows || reset || typeof ResizeObserver === 'undefined') return undefined;
    let known = 0;
    let frame: number | undefined;
    const observer = new ResizeObserver(([entry]) => {
      const width = Math.round(entry?.borderBoxSize[0]?.inlineSize ?? 0);
      if (width <= known || width <= (element.parentElement?.clientWidth ?? 0)) return;
      known = width;
      // In the next frame: in this one it could change what is being observed.
      frame ??= requestAnimationFrame(() => {
        frame = undefined;
        element.style.minWidth = `max(100%, ${known}px)`;
      });
    });
    observer.observe(rows);
    return () => {
      observer.disconnect();
      if (frame !== undefined) cancelAnimationFrame(frame);
      element.style.minWidth = '';
    };
  }, [sizer, reset, choice]);
}
