/** The filter of a viewer: what is asked for, what stands in its box, and which lines it lets through. */
import {
  compileFilter,
  EMPTY_VIEW,
  isEmptyFilter,
  LogStreamError,
  type FilteredView,
  type LogEntry,
  type LogFilter,
  type LogLevel,
  type LogView,
} from '@tailrace/core';
import { filterKey } from '../hooks/filter-key.js';
import type { Store } from '../lib/store.js';
import type { FullState } from './full-state.js';
import { readers } from './late-parts.js';
import { filterBox, withFilterText, type FilterMode } from './filter-draft.js';
import { isSeparator } from './model/separator.js';
import type { ViewportController } from './model/viewport-controller.js';
import type { ViewerControl } from './viewer.js';

/** See the file's head. */
export class ViewerFilter {
  private filtered: FilteredView | undefined;
  private compiled = compileFilter();
  /** The view that was shown last. */
  private shown: LogView | undefined;
  /** The view that comes next is another selection of lines, not a later one. */
  private fresh = false;
  /** The last refusal that was told, and the filter that it refused. */
  private refusal: LogStreamError | undefined;
  private refusedKey: string | undefined;

  constructor(
    private readonly store: Store<FullState>,
    private readonly viewport: ViewportController,
    private readonly control: () => ViewerControl,
    /** What arrived is to be counted anew. */
    private readonly recount: () => void,
    /** Draws what the filter lets through by now. */
    private readonly drawNow: () => void,
    /** What is read on in slices lets the next frame go first. */
    private readonly letFrameGo: () => void,
  ) {}

  /** The lines that pass. */
  get view(): LogView {
    return this.filtered?.getView() ?? EMPTY_VIEW;
  }

  /** Filters this. */
  attach(filtered: FilteredView | undefined): void {
    this.filtered = filtered;
    this.shown = undefined;
    this.refusal = undefined;
  }

  /** Lines are counted when they are shown: a worker has to test them, or they stand around a match. */
  get late(): boolean {
    return this.filtered?.guarded === true || (this.store.get().filter.context ?? 0) > 0;
  }

  /** Whether a line passes. Not to be asked while `late`. */
  passes(entry: LogEntry): boolean {
    return this.compiled(entry);
  }

  /** The user or the program asks for only the lines that match. Throws `invalid-argument` for a filter that cannot be. */
  set(filter: LogFilter): void {
    compileFilter(filter);
    this.ask(filter, filterBox(filter));
  }

  /** Another filter for the same text in the box. */
  change(filter: LogFilter): void {
    this.ask(filter, {});
  }

  /** The text in the box, as typed. What cannot be read leaves the last filter in place. */
  setText(text: string, mode: FilterMode): void {
    const draft = withFilterText(this.store.get().filter, text, mode);
    const typed = { filterText: text, filterMode: mode };
    if (draft.error === undefined) this.ask(draft.filter, typed);
    else this.store.set({ ...typed, filterError: draft.error });
  }

  /** Shows only these levels; undefined: every one. */
  setLevels(levels: readonly LogLevel[] | undefined): void {
    const { levels: _old, ...rest } = this.store.get().filter;
    this.change(levels === undefined ? rest : { ...rest, levels });
  }

  private ask(filter: LogFilter, typed: Partial<FullState>): void {
    const { filter: onlyAsk, onFilterChange } = this.control();
    const changed = filterKey(filter) !== filterKey(this.store.get().filter);
    if (!onlyAsk || !changed) this.apply(filter, typed);
    // What is being typed stands in the box until the page has decided.
    else this.store.set(typed);
    if (changed) onFilterChange?.(filter);
  }

  /** {@link ViewerFilter.apply}; a filter that cannot be is said in the box, and the one before stays. */
  tryToApply(filter: LogFilter): void {
    // A page that decides itself goes on to ask for what was refused.
    if (filterKey(filter) === this.refusedKey) return;
    try {
      this.apply(filter);
    } catch (thrown) {
      if (!(thrown instanceof LogStreamError)) throw thrown;
      this.store.set({ ...filterBox(filter), filterError: thrown.message });
    }
  }

  /** Shows only the lines that match. Throws `invalid-argument` for a filter that cannot be. */
  apply(filter: LogFilter, typed: Partial<FullState> = filterBox(filter)): void {
    this.compiled = compileFilter(filter);
    this.refusedKey = undefined;
    this.store.set({ filter, filterError: undefined, ...typed });
    const { filtered } = this;
    if (!filtered) return;
    this.keepPlace();
    this.fresh = true;
    // The first key of a filter puts other lines everywhere, which is a frame's work; those after it are less.
    if (isEmptyFilter(filtered.filter)) this.letFrameGo();
    filtered.setFilter(filter);
    this.drawNow();
    if (!filtered.pending) this.fresh = false;
    this.recount();
  }

  /** What somebody looks at keeps its place, wherever in sight it stands. */
  private keepPlace(): void {
    const { selection, find } = this.store.get();
    const { view, anchor } = this.viewport.getState();
    const row = anchor === undefined ? -1 : view.rowOf(anchor.seq);
    const first = view.at(row);
    // Hidden lines have no place: the one after them has.
    const line = first && isSeparator(first) ? view.at(row + 1)?.seq : undefined;
    for (const seq of [line, selection?.focus ?? find.currentSeq])
      if (seq !== undefined) this.viewport.pin(seq);
  }

  /** What the filter has to tell of itself. */
  state(): Partial<FullState> {
    if (!this.filtered) return {};
    const { pending, view } = this.filtered.getSnapshot();
    return { shown: view.length, filterPending: pending, ...this.refused(this.filtered) };
  }

  /** Shows the lines that pass by now. */
  show(): void {
    if (!this.filtered) return;
    const { view, breaks, pending } = this.filtered.getSnapshot();
    if (view !== this.shown) {
      this.shown = view;
      // There is no leap before the code that filters is here.
      const oldest = this.store.get().stream?.getSnapshot().view.at(0)?.seq;
      this.viewport.setView(readers.here?.separate(view, breaks) ?? view, this.fresh, oldest);
      this.fresh = false;
    }
    this.viewport.partial = pending;
  }

  /** An expression was stopped: the filter before is in force again, and the box says why. */
  private refused({ filter, getSnapshot }: FilteredView): Partial<FullState> {
    const { error } = getSnapshot();
    if (error === this.refusal) return {};
    this.refusal = error;
    if (!error) return {};
    this.compiled = compileFilter(filter);
    this.refusedKey = filterKey(this.store.get().filter);
    this.control().onFilterChange?.(filter);
    return { filter, filterError: error.message };
  }
}
