import { useRef, type RefObject } from 'react';
import { scaleOf } from '../lib/scale-of.js';
import { useIsomorphicLayoutEffect } from '../lib/use-isomorphic-layout-effect.js';
import type { ViewportController } from './model/viewport-controller.js';
import type { FullFindState } from './full-state.js';

/** Margin around a match that was scrolled into view. Pixels. */
const MARGIN = 40;

/** How far to scroll so that `from … to` lies between `low` and `high`; if it does not fit, its beginning. */
function distance(from: number, to: number, low: number, high: number): number {
  if (from < low) return from - low - MARGIN;
  return to > high ? Math.min(from - low - MARGIN, to - high + MARGIN) : 0;
}

/**
 * Scrolls the current match into view if its row being visible is not enough: far to the right in an unwrapped line, or far down in
 * a line higher than the viewport. Happens once each time the user goes to it, as soon as it is drawn where it stays. That may be later: a
 * slow expression runs in a worker, and what unfolds, wraps and measures a line is loaded on demand.
 */
export function useCurrentMatch(
  viewport: ViewportController,
  scroller: RefObject<HTMLElement | null>,
  uneven: boolean,
  measure: ((row: HTMLElement) => void) | undefined,
  { revealed }: FullFindState,
): void {
  const brought = useRef(0);
  useIsomorphicLayoutEffect(() => {
    if (brought.current === revealed || (uneven && !measure)) return;
    const element = scroller.current;
    const mark = element?.querySelector('[data-tailrace="match"][data-current]');
    if (!element || !mark) return;
    brought.current = revealed;
    const box = element.getBoundingClientRect();
    const at = mark.getBoundingClientRect();
    const scale = scaleOf(element);
    // The line numbers stay in their place and cover what is scrolled below them.
    const gutter = element.querySelector<HTMLElement>('[data-tailrace="line-number"]')?.offsetWidth ?? 0;
    const right = box.left + element.clientWidth * scale;
    const aside = distance(at.left, at.right, box.left + gutter * scale, right) / scale;
    if (aside !== 0)
      element.scrollLeft = at.right + element.scrollLeft * scale > right ? element.scrollLeft + aside : 0;
    const bottom = box.top + element.clientHeight * scale;
    const seen = element.ownerDocument.defaultView?.visualViewport;
    // The keyboard of a phone covers lines, and the page is told only here.
    const open = seen ? seen.offsetTop + seen.height : bottom;
    const covered = open < bottom && open > box.top + 2 * MARGIN;
    const down = distance(at.top, at.bottom, box.top, covered ? open : bottom);
    const row = mark.closest<HTMLElement>('[data-tailrace="measured"]');
    const seq = mark.closest<HTMLElement>('[data-seq]')?.dataset['seq'];
    if (down === 0 || !row || seq === undefined || !(measure || covered)) return;
    // It may have grown just now, to show the match.
    measure?.(row);
    viewport.keepAt(Number(seq), (row.getBoundingClientRect().top - box.top - down) / scale);
  });
}
