import { LogStreamError, type Late } from '@tailrace/core';
import { useEffect } from 'react';
import { useRedraw } from '../lib/use-redraw.js';
import { useViewerContext } from './viewer-context.js';

/** Returns a part once it is loaded. It is loaded while it is `wanted`; if it cannot be loaded, a notice above the lines says so. */
export function useLate<T>(part: Late<T>, wanted: boolean): T | undefined {
  const { viewer } = useViewerContext();
  const redraw = useRedraw();
  const { here } = part;
  useEffect(() => {
    // As it was in this render: it may have come since.
    if (!wanted || here !== undefined) return undefined;
    let left = false;
    part.load().then(
      () => {
        if (!left) redraw();
      },
      (thrown: unknown) => {
        if (!left && thrown instanceof LogStreamError) viewer.missed(thrown);
      },
    );
    return () => {
      left = true;
    };
  }, [viewer, part, here, wanted, redraw]);
  return here;
}
