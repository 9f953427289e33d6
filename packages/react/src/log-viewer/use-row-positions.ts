import { useEffect, type RefObject } from 'react';
import type { ViewportState } from './model/viewport-controller.js';

/** Milliseconds without a change until positions are written: they matter to who reads, not while lines rush by. */
const QUIET = 400;

/** Tells assistive technology which of how many lines each row is. Written once the view is quiet, past React: rows are drawn far more often. */
export function useRowPositions(rows: RefObject<HTMLElement | null>, state: ViewportState): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      const { view } = state;
      for (const element of rows.current?.querySelectorAll<HTMLElement>('[role="listitem"]') ?? []) {
        const row = view.rowOf(Number(element.dataset['seq']));
        if (row < 0) continue;
        element.setAttribute('aria-posinset', String(row + 1));
        element.setAttribute('aria-setsize', String(view.length));
      }
    }, QUIET);
    return () => clearTimeout(timer);
  }, [rows, state]);
}
