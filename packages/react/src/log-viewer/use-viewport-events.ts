import type { RefObject } from 'react';
import { anywhere, listen, undoAll } from '../lib/listeners.js';
import { useIsomorphicLayoutEffect } from '../lib/use-isomorphic-layout-effect.js';
import type { Viewer } from './viewer.js';

/** How far a finger must move to count as scrolling. Pixels. */
const TOUCH_SLACK = 3;

/** Reports to the viewport everything by which the user scrolls, from the moment at which lines can be seen. */
export function useViewportEvents(viewer: Viewer, scroller: RefObject<HTMLElement | null>): void {
  useIsomorphicLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const { viewport } = viewer;
    let touchY: number | undefined;
    let frame = 0;
    /** In the next frame: the click that this ends must find what was pressed. */
    const release = (): void => {
      if (viewport.held) frame = requestAnimationFrame(() => viewport.hold(false));
    };

    return undoAll([
      () => cancelAnimationFrame(frame),
      listen(element, 'scroll', viewport.look),
      listen(element, 'animationstart', viewport.placed),
      // Only then does the stylesheet have to keep the line numbers in place.
      listen(element, 'scroll', () => element.toggleAttribute('data-sideways', element.scrollLeft !== 0)),
      listen(element, 'wheel', (event) => {
        if (event.ctrlKey || event.deltaY === 0 || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
        viewport.intent(event.deltaY < 0 ? 'up' : 'down');
      }),
      listen(element, 'touchstart', (event) => {
        touchY = event.touches[0]?.clientY;
        viewport.hold(true);
        // There, because its row may be scrolled out of the page below the finger: then nothing around it is told.
        for (const end of ['touchend', 'touchcancel'])
          event.target?.addEventListener(end, release, { once: true });
      }),
      listen(element, 'touchmove', (event) => {
        const y = event.touches[0]?.clientY;
        if (y === undefined || touchY === undefined || Math.abs(y - touchY) < TOUCH_SLACK) return;
        viewport.intent(y > touchY ? 'up' : 'down');
        touchY = y;
      }),
      // A press on the scroll bar reaches the scroller itself.
      listen(element, 'pointerdown', (event) => {
        if (event.pointerType !== 'touch') viewport.hold(true);
      }),
      listen(element.ownerDocument, 'pointerup', release, anywhere),
      // Not every browser reports a release over the scroll bar; a move without a pressed button means the same.
      listen(
        element.ownerDocument,
        'pointermove',
        (event) => {
          if (event.buttons === 0 && event.pointerType !== 'touch') release();
        },
        anywhere,
      ),
    ]);
  }, [viewer, scroller]);
}
