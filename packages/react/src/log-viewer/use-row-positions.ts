import { useEffect, useRef, type RefObject } from 'react';
import type { ViewportController } from './model/viewport-controller.js';

/** Milliseconds after a change until positions are written: they matter for reading, not while lines rush by. */
const SOON = 400;

/**
 * Tells assistive technology the position of each row and the number of lines. Written without React, at most a few times a second, because rows are
 * drawn far more often.
 */
export function useRowPositions(rows: RefObject<HTMLElement | null>, viewport: ViewportController): void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // After every commit: a page may switch to rows of its own while the lines stay the same.
  useEffect(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      const { view } = viewport.getState();
      for (const element of rows.current?.querySelectorAll<HTMLElement>('[role="listitem"]') ?? []) {
        const row = view.rowOf(Number(element.dataset['seq']));
        if (row < 0) continue;
        element.setAttribute('aria-posinset', String(row + 1));
        element.setAttribute('aria-setsize', String(view.length));
      }
    }, SOON);
  });
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
}
