import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useMemo, useState, type RefObject } from 'react';
import { SPACE_LIMITS } from './model/scroll-space.js';
import type { ViewportController, ViewportState } from './model/viewport-controller.js';
import { evenRows, type Geometry, type ScrollTarget } from './model/viewport-layout.js';

/** Rows drawn beyond what is seen, above and below. */
const OVERSCAN = 14;

/** What has to be drawn, and where. */
export interface RowWindow {
  readonly geometry: Geometry;
  readonly target: ScrollTarget;
  /** Rows of the view. */
  readonly rows: readonly number[];
  /** Pixels from the top of the content to the first of them. */
  readonly top: number;
  /** For the elements of rows whose height has to be measured. */
  readonly measure: ((element: HTMLElement | null) => void) | undefined;
}

/** Heights remembered at most; beyond that those outside of the window are forgotten. */
const MAX_SIZES = SPACE_LIMITS.windowRows * 4;

function forgetSizes(sizes: Map<unknown, number>, state: ViewportState | undefined): void {
  if (state === undefined) {
    sizes.clear();
    return;
  }
  if (sizes.size <= MAX_SIZES) return;
  const { view, space } = state;
  const first = view.at(space.start)?.seq ?? 0;
  const last = view.at(space.start + space.count - 1)?.seq ?? 0;
  for (const key of sizes.keys()) if (typeof key !== 'number' || key < first || key > last) sizes.delete(key);
}

const observeNothing = (): undefined => undefined;

function measureHeight(element: Element, entry: ResizeObserverEntry | undefined): number {
  return entry?.borderBoxSize?.[0]?.blockSize ?? element.getBoundingClientRect().height;
}

/**
 * The virtualizer over the window of rows. It measures and it knows which rows stand where; it is told the scroll offset
 * instead of observing it, because the viewport has to decide on the offset and the rows in the same paint.
 */
export function useRowWindow(
  viewport: ViewportController,
  state: ViewportState,
  scroller: RefObject<HTMLElement | null>,
  measured: boolean,
): RowWindow {
  const { view, space, height, following, rushing, leapt } = state;
  // Rows that are measured need those around them, so that none moves when it is measured.
  const overscan = (following && rushing) || (leapt && !measured) ? 0 : OVERSCAN;
  const keyOf = useCallback(
    (index: number) => view.at(space.start + index)?.seq ?? `none ${index}`,
    [view, space.start],
  );
  const virtualizer = useVirtualizer<HTMLElement, HTMLElement>({
    // Rows of one height need no list of where each of them stands.
    count: measured ? space.count : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => SPACE_LIMITS.rowHeight,
    getItemKey: keyOf,
    overscan,
    initialRect: { width: 0, height },
    observeElementRect: observeNothing,
    observeElementOffset: observeNothing,
    scrollToFn: observeNothing,
    measureElement: measureHeight,
  });
  useState(() => {
    virtualizer.indexFromElement = (element) => {
      const { view: now, space: window } = viewport.getState();
      return now.rowOf(Number(element.dataset['seq'])) - window.start;
    };
    // The viewport keeps the place itself.
    virtualizer.shouldAdjustScrollPositionOnItemSizeChange = () => false;
  });
  forgetSizes(virtualizer.itemSizeCache, measured ? state : undefined);

  const geometry = useMemo<Geometry>(
    () =>
      measured
        ? {
            startOf: (index) => virtualizer.measurementsCache[index]?.start ?? 0,
            indexAt: (offset) => virtualizer.getVirtualItemForOffset(offset)?.index ?? 0,
            total: () => virtualizer.getTotalSize(),
          }
        : evenRows(() => viewport.getState().space.count),
    [virtualizer, viewport, measured],
  );

  // Before anything is read, the measurements are brought up to the options of this render.
  geometry.total();
  const target = viewport.target(geometry);
  const offset = Math.max(0, target.top - target.windowTop);
  const drawn = measured
    ? measuredRange(virtualizer, offset, height)
    : evenRange(space.count, offset, height, overscan);
  return {
    geometry,
    target,
    rows: Array.from(
      { length: Math.max(0, drawn.last - drawn.first + 1) },
      (_, at) => space.start + drawn.first + at,
    ),
    top: target.windowTop + geometry.startOf(drawn.first),
    measure: measured ? virtualizer.measureElement : undefined,
  };
}

/** Indices in the window, both drawn. */
interface DrawnRange {
  readonly first: number;
  readonly last: number;
}

function measuredRange(
  virtualizer: Virtualizer<HTMLElement, HTMLElement>,
  offset: number,
  height: number,
): DrawnRange {
  virtualizer.scrollRect = { width: 0, height };
  virtualizer.scrollOffset = offset;
  const items = virtualizer.getVirtualItems();
  return { first: items[0]?.index ?? 0, last: items.at(-1)?.index ?? -1 };
}

function evenRange(count: number, offset: number, height: number, overscan: number): DrawnRange {
  const { rowHeight } = SPACE_LIMITS;
  return {
    first: Math.max(0, Math.floor(offset / rowHeight) - overscan),
    last: Math.min(count - 1, Math.ceil((offset + height) / rowHeight) - 1 + overscan),
  };
}
