/** Measures rows of different heights and knows where each stands. A chunk of its own: rows of one height need none of it. */
import { Virtualizer } from '@tanstack/react-virtual';
import { SPACE_LIMITS } from './model/scroll-space.js';
import type { ViewportController, ViewportState } from './model/viewport-controller.js';
import type { Geometry } from './model/viewport-layout.js';

/** Heights remembered at most; beyond that those outside of the window are forgotten. */
const MAX_SIZES = SPACE_LIMITS.windowRows * 4;

const nothing = (): undefined => undefined;

function measureHeight(element: Element, entry: ResizeObserverEntry | undefined): number {
  return entry?.borderBoxSize?.[0]?.blockSize ?? element.getBoundingClientRect().height;
}

/** Indices in the window, both drawn. */
export interface DrawnRange {
  readonly first: number;
  readonly last: number;
}

/**
 * The virtualizer over the window of rows. It is told the scroll offset instead of observing it, because the viewport has to decide
 * on the offset and the rows in the same paint.
 */
export class RowMeasurer {
  readonly geometry: Geometry;
  /** For the elements of rows. */
  readonly measure: (element: HTMLElement | null) => void;
  private readonly virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  private keyed: ViewportState | undefined;
  private keyOf = (index: number): string | number => `none ${index}`;

  constructor(
    viewport: ViewportController,
    private readonly scroller: () => HTMLElement | null,
    /** Heights have changed. */
    private readonly changed: () => void,
  ) {
    const virtualizer = new Virtualizer<HTMLElement, HTMLElement>(this.optionsOf(undefined, 0));
    virtualizer.indexFromElement = (element) => {
      const { view, space } = viewport.getState();
      return view.rowOf(Number(element.dataset['seq'])) - space.start;
    };
    // The viewport keeps the place itself.
    virtualizer.shouldAdjustScrollPositionOnItemSizeChange = () => false;
    this.virtualizer = virtualizer;
    this.measure = virtualizer.measureElement;
    this.geometry = {
      startOf: (index) => virtualizer.measurementsCache[index]?.start ?? 0,
      indexAt: (offset) => virtualizer.getVirtualItemForOffset(offset)?.index ?? 0,
      total: () => virtualizer.getTotalSize(),
    };
  }

  /** Brings it up to what is rendered; undefined: nothing is measured now. */
  update(state: ViewportState | undefined, overscan: number): void {
    const { keyed } = this;
    // Another function tells the virtualizer that other rows stand there.
    if (state && (state.view !== keyed?.view || state.space.start !== keyed.space.start)) {
      const { view, space } = state;
      this.keyOf = (index) => view.at(space.start + index)?.seq ?? `none ${index}`;
      this.keyed = state;
    }
    this.virtualizer.setOptions(this.optionsOf(state, overscan));
    this.forget(state);
  }

  /** The rows to draw for a viewport of this height that stands so far from the first row of the window. */
  rangeAt(offset: number, height: number): DrawnRange {
    const { virtualizer } = this;
    virtualizer.scrollRect = { width: 0, height };
    virtualizer.scrollOffset = offset;
    const items = virtualizer.getVirtualItems();
    return { first: items[0]?.index ?? 0, last: items.at(-1)?.index ?? -1 };
  }

  /** Begins to watch heights. Returns its undo. */
  mount(): () => void {
    return this.virtualizer._didMount();
  }

  /** After each commit. */
  committed(): void {
    this.virtualizer._willUpdate();
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
