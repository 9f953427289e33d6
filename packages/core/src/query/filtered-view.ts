/**
 * The lines of a stream that pass a filter, kept up to date by testing each new line once. A new filter tests the lines
 * held from the newest backward, in slices that do not block the thread.
 */
import type { BufferChange, LineBlock, LogView } from '../buffer/log-view.js';
import type { LogStreamError } from '../errors.js';
import { checkViewSource } from '../lib/arguments.js';
import { systemClock, type Clock } from '../lib/clock.js';
import { createEmitter } from '../lib/emitter.js';
import { seqAt } from './block-text.js';
import { ContextWindows, type ViewBreak } from './context-windows.js';
import {
  compileFilterTest,
  isEmptyFilter,
  type FilterTest,
  type LogFilter,
  type RunPattern,
} from './filter.js';
import { filteredChange } from './filtered-change.js';
import { FilteredLinesView } from './filtered-lines-view.js';
import { LatePatternGuard } from './late-pattern-guard.js';
import { LineScan } from './line-scan.js';
import type { OpenPatternWorker } from './pattern-worker.js';
import { SeqList } from './seq-list.js';
import type { ViewSource } from './view-source.js';

/** The lines that pass a filter, at one moment. */
export interface FilteredSnapshot<Raw = unknown> {
  readonly view: LogView<Raw>;
  /** Some of the lines held have not been tested yet: what is shown is correct but incomplete. */
  readonly pending: boolean;
  /** The last filter had a regular expression that took too long and was stopped; the previous filter is active again. */
  readonly error: LogStreamError | undefined;
  /** Where lines are hidden between two shown lines. Reported only with `context`. */
  readonly breaks: readonly ViewBreak[];
}

/** See {@link createFilteredView}. */
export interface FilteredView<Raw = unknown> extends ViewSource<Raw> {
  /** The lines that pass, as of the last change. */
  getView(): LogView<Raw>;
  getSnapshot(): FilteredSnapshot<Raw>;
  /** Some of the lines held have not been tested yet: what is shown is correct but incomplete. */
  readonly pending: boolean;
  /** The active filter. */
  readonly filter: LogFilter;
  /** The filter has regular expressions, so the result for a new line may come later. */
  readonly guarded: boolean;
  /**
   * Replaces the filter; undefined removes it. Throws `invalid-argument` for an invalid filter; the previous one then stays. A regular expression that takes
   * more than 250 ms on one line is stopped: the previous filter becomes active again, and the snapshot's `error` says so.
   */
  setFilter(filter: LogFilter | undefined): void;
  /** Calls the listener after every change. Returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void;
  /** Stops following the source. */
  dispose(): void;
}

/** Options of {@link createFilteredView}. */
export interface FilteredViewOptions {
  /** For tests: a virtual clock. */
  readonly clock?: Clock;
  /** Opens the worker for regular expressions that may take long. Default: a worker from a `blob:` URL, if the page allows one. */
  readonly openWorker?: OpenPatternWorker;
}

/** Milliseconds between two changes once enough lines were found to fill any screen: each change is drawn, and drawing takes time from the filter. */
const PROGRESS_INTERVAL = 100;
const ENOUGH_LINES = 500;

/** Sequence numbers of lines found after, and before, those found earlier. */
interface Found {
  readonly appended: readonly number[];
  readonly prepended: readonly number[];
}

const NOTHING_FOUND: Found = { appended: [], prepended: [] };
const NO_BREAKS: readonly ViewBreak[] = [];

/**
 * The lines of `source` that pass a filter, kept up to date by testing each new line once. A new filter tests the lines held from the newest
 * backward, in slices of 8 ms. Throws `invalid-argument` for an invalid filter.
 */
export function createFilteredView<Raw>(
  source: ViewSource<Raw>,
  filter: LogFilter = {},
  { clock = systemClock, openWorker }: FilteredViewOptions = {},
): FilteredView<Raw> {
  checkViewSource(source);
  const events = createEmitter<{
    change: () => void;
    observe: (change: BufferChange<Raw>, view: LogView<Raw>) => void;
  }>();
  const guard = new LatePatternGuard({ clock, openWorker, places: false, refused });
  const run: RunPattern = (index, text, pattern) =>
    guard.evaluate(
      index,
      text,
      () => pattern.test(text),
      ({ length }) => length > 0,
    );
  const held = (): LogView<Raw> => source.getSnapshot().view;
  let lines = new SeqList();
  let windows = new ContextWindows(0);
  let current = filter;
  /** The last filter that has tested all lines: it comes back if the current one is refused. */
  let accepted: LogFilter = {};
  let compiled: FilterTest = compileFilterTest(filter, run);
  let all = isEmptyFilter(filter);
  let error: LogStreamError | undefined;
  /** The view still shows the previous filter, because this one has no first answer yet. */
  let holding = false;
  /** Lines found but not yet reported. */
  let unreported: Found = NOTHING_FOUND;
  let publishedAt = 0;
  let snapshot: FilteredSnapshot<Raw> = {
    view: held(),
    pending: false,
    error,
    breaks: NO_BREAKS,
  };

  const scan = new LineScan<Raw>({
    source,
    clock,
    visit(item, view, row, forward) {
      const passes = compiled.test(item);
      if (passes === undefined) return false;
      if (windows.size > 0) windows.visit(view, row, forward, item.kind === 'gap' ? 'gap' : passes, scan);
      else if (passes) windows.take(item.seq, forward);
      return true;
    },
    visitPacked,
    ask: (texts, done) => guard.ask(texts, done),
    progress,
  });

  function visitPacked(
    block: LineBlock,
    from: number,
    to: number,
    forward: boolean,
    view: LogView<Raw>,
  ): number {
    const { base, firstSeq, step } = block;
    const hasContext = windows.size > 0;
    const { newest, oldest = forward ? firstSeq + from * step : undefined } = scan;
    for (let visited = 0; visited < to - from; visited++) {
      const index = forward ? from + visited : to - 1 - visited;
      const passes = compiled.testPacked(block, index);
      if (passes === undefined) return visited;
      if (hasContext) windows.visit(view, base + index, forward, passes, { newest, oldest });
      else if (passes) windows.take(firstSeq + index * step, forward);
    }
    return to - from;
  }

  function progress(): void {
    if (holding) return show();
    gather();
    const { appended, prepended } = unreported;
    const isUrgent = snapshot.view.length < ENOUGH_LINES && appended.length + prepended.length > 0;
    if (isUrgent || !scan.pending || clock.now() - publishedAt >= PROGRESS_INTERVAL) publish(collect(0));
  }

  function publish(change: BufferChange<Raw> | undefined): void {
    const pending = scan.pending;
    publishedAt = clock.now();
    snapshot = holding
      ? { ...snapshot, pending, error }
      : {
          view: all ? held() : new FilteredLinesView(held(), lines.snapshot()),
          pending,
          error,
          breaks: windows.breaks,
        };
    if (change && !holding) events.emit('observe', change, snapshot.view);
    events.emit('change');
  }

  /** Moves newly found lines to `lines` and `unreported`. */
  function gather(): void {
    const { appended, prepended } = windows.collect();
    for (const seq of appended) lines.append(seq);
    for (const seq of [...prepended].reverse()) lines.prepend(seq);
    unreported = {
      appended: unreported.appended.length > 0 ? [...unreported.appended, ...appended] : appended,
      prepended: unreported.prepended.length > 0 ? [...prepended, ...unreported.prepended] : prepended,
    };
  }

  /** The change to report for everything found since the last report. */
  function collect(evicted: number): BufferChange<Raw> {
    gather();
    const { appended, prepended } = unreported;
    unreported = NOTHING_FOUND;
    return filteredChange(appended, prepended, evicted, held());
  }

  /** Drops the lines before `first`, and returns how many of them had been reported. */
  function evict(first: number): number {
    const { appended, prepended } = unreported;
    const isHeld = (seq: number): boolean => seq >= first;
    unreported = { appended: appended.filter(isHeld), prepended: prepended.filter(isHeld) };
    const left = unreported.appended.length + unreported.prepended.length;
    return lines.dropBefore(first) - (appended.length + prepended.length - left);
  }

  /** From now on the view shows this filter instead of the previous one. */
  function show(cleared = false): void {
    holding = false;
    collect(0);
    publish({ appended: [], prepended: [], evicted: 0, replaced: true, cleared });
  }

  function rebuild(cleared = false): void {
    const { context = 0 } = current;
    lines = new SeqList();
    windows = new ContextWindows(context);
    unreported = NOTHING_FOUND;
    scan.stop();
    guard.use(compiled.patterns);
    if (!all) {
      const mine = windows;
      scan.restart(guard.active ? { lead: context, cheap: () => guard.cheapLength } : { lead: context });
      if (mine !== windows) return; // refused at once
      holding = guard.active && scan.pending && scan.oldest === undefined && !cleared;
      if (holding) return publish(undefined);
    }
    show(cleared);
  }

  function use(next: LogFilter): void {
    compiled = compileFilterTest(next, run);
    current = next;
    all = isEmptyFilter(next);
  }

  function refused(why: LogStreamError): void {
    error = why;
    use(current === accepted ? {} : accepted);
    accepted = {};
    rebuild();
  }

  function update(change: BufferChange<Raw>, view: LogView<Raw>): void {
    if (all) return publish(change);
    // The lines of another filter may all have left: then nothing is known of where the next ones stand.
    if (change.replaced || (change.evicted > 0 && view.length === 0)) return rebuild(change.cleared);
    let evicted = 0;
    if (change.evicted > 0) {
      const first = seqAt(view, 0);
      evicted = evict(first);
      windows.evict(first, lines.at(0));
      scan.evict(first);
    }
    const mine = windows;
    scan.advance(view);
    if (mine === windows) publish(collect(evicted)); // else refused, and already published
  }

  rebuild();
  const undo = source.observe(update);

  return {
    getView: () => snapshot.view,
    getSnapshot: () => snapshot,
    get pending() {
      return scan.pending;
    },
    get filter() {
      return current;
    },
    get guarded() {
      return compiled.patterns.length > 0;
    },
    setFilter(next = {}) {
      const hasTestedAll = !guard.active || !scan.pending;
      const previous = current;
      use(next);
      if (hasTestedAll) accepted = previous;
      error = undefined;
      rebuild();
    },
    subscribe: (listener) => events.on('change', listener),
    observe: (observer) => events.on('observe', observer),
    dispose() {
      scan.stop();
      guard.stop();
      undo();
      events.clear();
    },
  };
}
