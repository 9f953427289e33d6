/**
 * The lines of a stream that pass a filter, kept up to date by looking at each new line once. A new filter reads what is
 * held from the newest line backwards, in slices that leave the thread to others.
 */
import type { BufferChange, LogView } from '../buffer/log-view.js';
import type { LogItem } from '../entry.js';
import { systemClock, type Clock } from '../lib/clock.js';
import { createEmitter } from '../lib/emitter.js';
import { compileFilter, isEmptyFilter, type LogFilter } from './filter.js';
import { MatchList } from './match-list.js';
import type { ViewSource } from './view-source.js';

/** Lines that are tested at once, without a break. */
const AT_ONCE = 20_000;
/** Milliseconds of one slice: half a frame. */
const SLICE = 8;
/** Lines between two looks at the clock. */
const STRIDE = 512;

export interface FilteredView<Raw = unknown> extends ViewSource<Raw> {
  getView(): LogView<Raw>;
  getSnapshot(): { readonly view: LogView<Raw>; readonly pending: boolean };
  /** Lines that are held are still being tested; what is shown is right but not all. */
  readonly pending: boolean;
  readonly filter: LogFilter;
  /** Throws `invalid-argument` for a regular expression that is none; the filter before stays. */
  setFilter(filter: LogFilter | undefined): void;
  subscribe(listener: () => void): () => void;
  dispose(): void;
}

export interface FilteredViewOptions {
  /** For tests: a virtual clock. */
  readonly clock?: Clock;
}

/** See the file's head. */
export function createFilteredView<Raw>(
  source: ViewSource<Raw>,
  filter: LogFilter = {},
  { clock = systemClock }: FilteredViewOptions = {},
): FilteredView<Raw> {
  const events = createEmitter<{
    change: () => void;
    observe: (change: BufferChange<Raw>, view: LogView<Raw>) => void;
  }>();
  const matches = new MatchList<Raw>();
  let current = filter;
  let test = compileFilter(filter);
  let all = isEmptyFilter(filter);
  let view: LogView<Raw> = source.getSnapshot().view;
  /** Lines from here on were tested; undefined once all were. */
  let testedFrom: number | undefined;
  let cancel: (() => void) | undefined;
  let snapshot = { view, pending: false };

  function publish(change: BufferChange<Raw> | undefined): void {
    view = all ? source.getSnapshot().view : matches.view();
    snapshot = { view, pending: testedFrom !== undefined };
    if (change) events.emit('observe', change, view);
    events.emit('change');
  }

  /** Tests lines backwards from where we got to, for `budget` milliseconds or for a first stretch without looking. */
  function testBackwards(held: LogView<Raw>, budget: number, free: number): readonly LogItem<Raw>[] {
    const found: LogItem<Raw>[] = [];
    const until = clock.now() + budget;
    let row = testedFrom === undefined ? -1 : held.rowAtOrAfter(testedFrom) - 1;
    let tested = 0;
    for (; row >= 0; row--) {
      if (++tested > free && tested % STRIDE === 0 && clock.now() >= until) break;
      const item = held.at(row) as LogItem<Raw>;
      if (test(item)) found.push(item);
    }
    testedFrom = row < 0 ? undefined : (held.at(row + 1)?.seq ?? Number.POSITIVE_INFINITY);
    return found.reverse();
  }

  function continueLater(): void {
    cancel?.();
    cancel = undefined;
    if (testedFrom === undefined) return;
    cancel = clock.schedule(() => {
      cancel = undefined;
      const prepended = testBackwards(source.getSnapshot().view, SLICE, 0);
      matches.prepend(prepended);
      continueLater();
      publish({ appended: [], prepended, evicted: 0, replaced: false, cleared: false });
    }, 0);
  }

  function rebuild(cleared = false): void {
    matches.clear();
    testedFrom = undefined;
    if (!all) {
      testedFrom = Number.POSITIVE_INFINITY;
      matches.append(testBackwards(source.getSnapshot().view, 0, AT_ONCE));
    }
    continueLater();
    publish({ appended: [], prepended: [], evicted: 0, replaced: true, cleared });
  }

  function update(change: BufferChange<Raw>, held: LogView<Raw>): void {
    if (all) return publish(change);
    if (change.replaced) return rebuild(change.cleared);
    const first = held.at(0)?.seq;
    const evicted = change.evicted > 0 && first !== undefined ? matches.dropBefore(first) : 0;
    // Lines that came before the first wait their turn behind those that are still to be tested.
    const prepended = testedFrom === undefined ? change.prepended.filter(test) : [];
    matches.prepend(prepended);
    const appended = change.appended.filter(test);
    matches.append(appended);
    publish({ appended, prepended, evicted, replaced: false, cleared: false });
  }

  rebuild();
  const undo = source.observe(update);

  return {
    getView: () => view,
    getSnapshot: () => snapshot,
    get pending() {
      return testedFrom !== undefined;
    },
    get filter() {
      return current;
    },
    setFilter(next = {}) {
      test = compileFilter(next);
      current = next;
      all = isEmptyFilter(next);
      rebuild();
    },
    subscribe: (listener) => events.on('change', listener),
    observe: (observer) => events.on('observe', observer),
    dispose() {
      cancel?.();
      undo();
      events.clear();
    },
  };
}
