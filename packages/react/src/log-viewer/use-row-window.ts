import { useMemo, type RefObject } from 'react';
import { useIsomorphicLayoutEffect } from '../lib/use-isomorphic-layout-effect.js';
import { useRedraw } from '../lib/use-redraw.js';
import { rowMeasurer } from './late-parts.js';
import { SPACE_LIMITS } from './model/scroll-space.js';
import type { ViewportController } from './model/viewport-controller.js';
import type { ViewportState } from './model/viewport-state.js';
import { evenRows, type Geometry, type ScrollTarget } from './model/viewport-layout.js';
import type { DrawnRange, RowMeasurer } from './row-measurer.js';
import { useLate } from './use-late.js';

/** Number of rows drawn beyond the visible ones, above and below. */
const OVERSCAN = 14;

/** The rows to draw, and where. */
export interface RowWindow {
  readonly geometry: Geometry;
  readonly target: ScrollTarget;
  /** Rows of the view. */
  readonly rows: readonly number[];
  /** Pixels from the top of the content to the first of them. */
  readonly top: number;
  /** The `ref` for rows whose height has to be measured. undefined: every row is as high as one line. */
  readonly measure: ((element: HTMLElement | null) => void) | undefined;
}

/** Loads the row measurer, and keeps it up to date with what is rendered. undefined while nothing is measured, or the code is being loaded. */
function useMeasurer(
  viewport: ViewportController,
  state: ViewportState,
  scroller: RefObject<HTMLElement | null>,
  overscan: number,
  uneven: boolean,
): RowMeasurer | undefined {
  const Measurer = useLate(rowMeasurer, uneven);
  const redraw = useRedraw();
  const measurer = useMemo(
    () => Measurer && new Measurer(viewport, () => scroller.current, redraw),
    [Measurer, viewport, scroller, redraw],
  );
  measurer?.update(uneven ? state : undefined, overscan);
  useIsomorphicLayoutEffect(() => measurer?.mount(), [measurer]);
  useIsomorphicLayoutEffect(() => measurer?.committed());
  return uneven ? measurer : undefined;
}

/**
 * The window of rows. Rows of one height are placed by arithmetic. `uneven`: they are measured, as soon as the code for it is loaded;
 * until then they are placed as if they had one height.
 */
export function useRowWindow(
  viewport: ViewportController,
  state: ViewportState,
  scroller: RefObject<HTMLElement | null>,
  uneven: boolean,
): RowWindow {
  const { space, height, following, rushing, leapt } = state;
  // Measured rows need rendered rows around them, so that none moves when it is measured.
  const overscan = (following && rushing) || (leapt && !uneven) ? 0 : OVERSCAN;
  const measurer = useMeasurer(viewport, state, scroller, overscan, uneven);
  const geometry = useMemo(
    () => measurer?.geometry ?? evenRows(() => viewport.getState().space.count),
    [measurer, viewport],
  );

  // Update the measurer to the options of this render before anything is read from it.
  geometry.total();
  const target = viewport.target(geometry);
  const offset = Math.max(0, target.top - target.windowTop);
  const drawn = measurer
    ? measurer.rangeAt(offset, height)
    : evenRange(space.count, offset, height, overscan);
  return {
    geometry,
    target,
    rows: Array.from(
      { length: Math.max(0, drawn.last - drawn.first + 1) },
      (_, at) => space.start + drawn.first + at,
    ),
    top: target.windowTop + geometry.startOf(drawn.first),
    measure: measurer?.measure,
  };
}

function evenRange(count: number, offset: number, height: number, overscan: number): DrawnRange {
  const { rowHeight } = SPACE_LIMITS;
  return {
    first: Math.max(0, Math.floor(offset / rowHeight) - overscan),
    last: Math.min(count - 1, Math.ceil((offset + height) / rowHeight) - 1 + overscan),
  };
}
