import { useRef, type RefObject } from 'react';
import { useIsomorphicLayoutEffect } from '../lib/use-isomorphic-layout-effect.js';
import type { ViewportController } from './model/viewport-controller.js';
import type { FullFindState } from './full-state.js';

/** Room left beside a match that was brought into sight. Pixels. */
const MARGIN = 40;

/** How far to scroll so that `from … to` lies between `low` and `high`; its beginning, where it has no room. */
function distance(from: number, to: number, low: number, high: number): number {
  if (from < low) return from - low - MARGIN;
  return to > high ? Math.min(from - low - MARGIN, to - high + MARGIN) : 0;
}

/**
 * Brings the current match into sight where its row alone does not: far to the right in a line that is not wrapped, far down in
 * one that is higher than the viewport. Once for each time that somebody goes to it, as soon as it is drawn: an expression that may take
 * long is looked for elsewhere.
 */
export function useCurrentMatch(
  viewport: ViewportController,
  scroller: RefObject<HTMLElement | null>,
  measure: ((row: HTMLElement) => void) | undefined,
  { revealed, version }: FullFindState,
): void {
  const brought = useRef(0);
  useIsomorphicLayoutEffect(() => {
    const element = scroller.current;
    const mark = element?.querySelector('[data-tailrace="match"][data-current]');
    if (!element || !mark || brought.current === revealed) return;
    brought.current = revealed;
    const box = element.getBoundingClientRect();
    const at = mark.getBoundingClientRect();
    element.scrollLeft += distance(at.left, at.right, box.left, box.left + element.clientWidth);
    const down = distance(at.top, at.bottom, box.top, box.top + element.clientHeight);
    const row = mark.closest<HTMLElement>('[data-tailrace="measured"]');
    if (down === 0 || !row?.dataset['seq'] || !measure) return;
    // It may have grown just now, to show the match.
    measure(row);
    viewport.keepAt(Number(row.dataset['seq']), row.getBoundingClientRect().top - box.top - down);
  }, [viewport, scroller, measure, revealed, version]);
}
