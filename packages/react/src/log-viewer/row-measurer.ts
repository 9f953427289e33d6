/** Measures rows of different heights and computes their positions. A separate chunk, because rows of one height do not need it. */
import { Virtualizer } from '@tanstack/react-virtual';
import { SPACE_LIMITS } from './model/scroll-space.js';
import type { ViewportController } from './model/viewport-controller.js';
import type { ViewportState } from './model/viewport-state.js';
import type { Geometry } from './model/viewport-layout.js';

/** Maximum number of remembered heights; beyond that, those outside the window are forgotten. */
const MAX_SIZES = SPACE_LIMITS.windowRows * 4;

const nothing = (): undefined => undefined;

type RowVirtualizer = Virtualizer<HTMLElement, HTMLElement>;

/** A row that is not displayed, as in a closed tab, keeps the height that it had: where no row has one, all of them would be in sight. */
function measureHeight(
  element: HTMLElement,
  entry: ResizeObserverEntry | undefined,
  { measurementsCache, indexFromElement }: RowVirtualizer,
): number {
  const height = entry?.borderBoxSize?.[0]?.blockSize ?? element.offsetHeight;
  if (height > 0 || element.offsetParent) return height;
  return measurementsCache[indexFromElement(element)]?.size ?? SPACE_LIMITS.rowHeight;
}

/** Indexes in the window, both inclusive. */
export interface DrawnRange {
  readonly first: number;
  readonly last: number;
}

/**
 * The virtualizer for the window of rows. The scroll offset is passed in instead of observed, because the viewport has to decide
 * on the offset and the rows for the same paint.
 */
export class RowMeasurer {
  readonly geometry: Geometry;
  /** For the elements of rows. */
  readonly measure: (element: HTMLElement | null) => void;
  private readonly virtualizer: RowVirtualizer;
  private keyed: ViewportState | undefined;
  private keyOf = (index: number): string | number => `none ${index}`;

  constructor(
    viewport: ViewportController,
    private readonly scroller: () => HTMLElement | null,
    /** Heights have changed. */
    private readonly changed: () => void,
  ) {
    const virtualizer: RowVirtualizer = new Virtualizer(this.optionsOf(undefined, 0));
    virtualizer.indexFromElement = (element) => {
      const { view, space } = viewport.getState();
      return view.rowOf(Number(element.dataset['seq'])) - space.start;
    };
    // The viewport itself keeps the scroll position.
    virtualizer.shouldAdjustScrollPositionOnItemSizeChange = () => false;
    this.virtualizer = virtualizer;
    this.measure = virtualizer.measureElement;
    this.geometry = {
      startOf: (index) => virtualizer.measurementsCache[index]?.start ?? 0,
      indexAt: (offset) => virtualizer.getVirtualItemForOffset(offset)?.index ?? 0,
      total: () => virtualizer.getTotalSize(),
    };
  }

  /** Updates it to the rendered state; undefined: nothing is measured at present. */
  update(state: ViewportState | undefined, overscan: number): void {
    const { keyed } = this;
    // A new function tells the virtualizer that the rows have changed.
    if (state && (state.view !== keyed?.view || state.space.start !== keyed.space.start)) {
      const { view, space } = state;
      this.keyOf = (index) => view.at(space.start + index)?.seq ?? `none ${index}`;
      this.keyed = state;
    }
    this.virtualizer.setOptions(this.optionsOf(state, overscan));
    this.forget(state);
  }

  /** The rows to draw for a viewport of this height at this offset from the first row of the window. */
  rangeAt(offset: number, height: number): DrawnRange {
    const { virtualizer } = this;
    virtualizer.scrollRect = { width: 0, height };
    virtualizer.scrollOffset = offset;
    const items = virtualizer.getVirtualItems();
    return { first: items[0]?.index ?? 0, last: items.at(-1)?.index ?? -1 };
  }

  /** Starts to observe heights. Returns a function that stops. */
  mount(): () => void {
    return this.virtualizer._didMount();
  }

  /** After each commit. */
  committed(): void {
    this.virtualizer._willUpdate();
    // Lets go of the last row that has left: where it is still observed while the browser tells of sizes, the page is told of an error.
    this.virtualizer.measureElement(null);
  }

  private optionsOf(state: ViewportState | undefined, overscan: number) {
    return {
      count: state?.space.count ?? 0,
      getScrollElement: this.scroller,
      estimateSize: () => SPACE_LIMITS.rowHeight,
      getItemKey: this.keyOf,
      overscan,
      initialRect: { width: 0, height: state?.height ?? 0 },
      observeElementRect: nothing,
      observeElementOffset: nothing,
      scrollToFn: nothing,
      measureElement: measureHeight,
      onChange: this.changed,
    };
  }

  private forget(state: ViewportState | undefined): void {
    const sizes = this.virtualizer.itemSizeCache;
    if (state === undefined) return sizes.clear();
    if (sizes.size <= MAX_SIZES) return;
    const { view, space } = state;
    const first = view.at(space.start)?.seq ?? 0;
    const last = view.at(space.start + space.count - 1)?.seq ?? 0;
    for (const key of sizes.keys())
      if (typeof key !== 'number' || key < first || key > last) sizes.delete(key);
  }
}
