/**
 * A filtered view whose code is loaded with the first filter. Until then every line passes. While the code is being loaded, the lines
 * shown before stay; if there was a filter from the start, that is none.
 */
import {
  EMPTY_VIEW,
  isEmptyFilter,
  type BufferChange,
  type createFilteredView,
  type FilteredView,
  type FilteredViewOptions,
  type Late,
  type LogFilter,
  type LogStream,
  type LogStreamError,
  type LogView,
} from '@tailrace/core';

/** The code that filters. */
export interface Filtering {
  readonly createFilteredView: typeof createFilteredView;
}

type Observer = Parameters<FilteredView['observe']>[0];

const ANEW: BufferChange = { appended: [], prepended: [], evicted: 0, replaced: true, cleared: false };

/** See the file's head. If the code cannot be loaded, the filter is reverted, and the snapshot's `error` says so. */
export function createLateFilteredView(
  code: Late<Filtering>,
  stream: LogStream,
  filter: LogFilter,
  options: FilteredViewOptions,
): FilteredView {
  if (code.here) return code.here.createFilteredView(stream, filter, options);
  const listeners = new Set<() => void>();
  const observers = new Set<Observer>();
  let inner: FilteredView | undefined;
  let wanted: LogFilter = {};
  let error: LogStreamError | undefined;
  /** What is shown while the code is being loaded; undefined: every line. */
  let held: LogView | undefined;

  const view = (): LogView => inner?.getView() ?? held ?? stream.getSnapshot().view;
  const observe: Observer = (change, now) => {
    for (const observer of [...observers]) observer(change, now);
  };
  const changed = (): void => {
    for (const listener of [...listeners]) listener();
  };
  const anew = (): void => {
    observe(ANEW, view());
    changed();
  };
  let undo = stream.observe((change, now) => {
    if (held === undefined) observe(change, now);
  });

  /** Lets every line pass. */
  function release(): void {
    wanted = {};
    held = undefined;
    anew();
  }

  /** The code is loaded: from now on only lines that pass are shown. */
  function begin({ createFilteredView: create }: Filtering): void {
    undo();
    inner = create(stream, wanted, options);
    const undos = [inner.observe(observe), inner.subscribe(changed), inner.dispose];
    undo = () => undos.forEach((each) => each());
    anew();
  }

  async function bring(): Promise<void> {
    try {
      const filtering = await code.load();
      if (held !== undefined && !inner) begin(filtering);
    } catch (thrown) {
      if (held === undefined || inner) return;
      error = thrown as LogStreamError; // as `Late` promises
      release();
    }
  }

  function want(next: LogFilter, meanwhile: LogView): void {
    wanted = next;
    error = undefined;
    if (isEmptyFilter(next)) {
      if (held !== undefined) release();
      return;
    }
    if (held !== undefined) return;
    held = meanwhile;
    if (code.here) begin(code.here);
    else void bring();
  }
  want(filter, EMPTY_VIEW);

  return {
    getView: view,
    getSnapshot: () =>
      inner?.getSnapshot() ?? { view: view(), pending: held !== undefined, error, breaks: [] },
    get pending() {
      return inner ? inner.pending : held !== undefined;
    },
    get filter() {
      return inner ? inner.filter : wanted;
    },
    get guarded() {
      return inner?.guarded ?? false;
    },
    setFilter(next = {}) {
      if (inner) inner.setFilter(next);
      else want(next, view());
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    observe(observer) {
      observers.add(observer);
      return () => observers.delete(observer);
    },
    dispose() {
      undo();
      held = undefined;
      listeners.clear();
      observers.clear();
    },
  };
}
