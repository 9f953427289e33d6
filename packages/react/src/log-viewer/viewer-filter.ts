/** The filter of a viewer: the requested filter, the contents of its box, and the lines that pass. */
import {
  compileFilter,
  EMPTY_VIEW,
  isEmptyFilter,
  type LogStreamError,
  type FilteredView,
  type LogEntry,
  type LogFilter,
  type LogLevel,
  type LogView,
} from '@tailrace/core';
import { filterKey } from '../hooks/filter-key.js';
import { attempt } from '../lib/attempt.js';
import type { Store } from '../lib/store.js';
import { withLevels } from './model/chosen-levels.js';
import type { FullState } from './full-state.js';
import { readers } from './late-parts.js';
import { filterBox, withFilterText, type FilterMode } from './filter-draft.js';
import { isSeparator } from './model/separator.js';
import type { ViewportController } from './model/viewport-controller.js';
import type { ViewerControl } from './viewer-control.js';

/** See the file's head. */
export class ViewerFilter {
  private filtered: FilteredView | undefined;
  private compiled = compileFilter();
  /** The view that was shown last. */
  private shown: LogView | undefined;
  /** The next view is a different choice of lines, not a later state of the same one. */
  private fresh = false;
  /** The last error that was reported. */
  private refusal: LogStreamError | undefined;
  private refusedKey: string | undefined;

  constructor(
    private readonly store: Store<FullState>,
    private readonly viewport: ViewportController,
    private readonly control: () => ViewerControl,
    /** Counts the arrived lines again. */
    private readonly recount: () => void,
    /** Draws the lines that pass so far. */
    private readonly drawNow: () => void,
    /** Makes work in slices wait for the next frame. */
    private readonly letFrameGo: () => void,
  ) {}

  /** The lines that pass. */
  get view(): LogView {
    return this.filtered?.getView() ?? EMPTY_VIEW;
  }

  /** Sets the filtered view to use. */
  attach(filtered: FilteredView | undefined): void {
    this.filtered = filtered;
    this.shown = undefined;
    this.refusal = undefined;
  }

  /** Lines can only be counted once they are shown, because a worker tests them, or because they may be context of a match. */
  get late(): boolean {
    return this.filtered?.guarded === true || (this.store.get().filter.context ?? 0) > 0;
  }

  /** Whether a line passes. Must not be called while `late`. */
  passes(entry: LogEntry): boolean {
    return this.compiled(entry);
  }

  /** A request by the user or the program to show only matching lines. Throws `invalid-argument` for an invalid filter. */
  set(filter: LogFilter): void {
    compileFilter(filter);
    this.ask(filter, filterBox(filter));
  }

  /** Another filter for the same text in the box. */
  change(filter: LogFilter): void {
    this.ask(filter, {});
  }

  /** Sets the text in the box, as typed. If it is invalid, the last filter stays. */
  setText(text: string, mode: FilterMode): void {
    const draft = withFilterText(this.store.get().filter, text, mode);
    const typed = { filterText: text, filterMode: mode };
    if (draft.error === undefined) this.ask(draft.filter, typed);
    else this.store.set({ ...typed, filterError: draft.error });
  }

  /** Shows only these levels; undefined shows all. */
  setLevels(levels: readonly LogLevel[] | undefined): void {
    this.change(withLevels(this.store.get().filter, levels));
  }

  private ask(filter: LogFilter, typed: Partial<FullState>): void {
    const { filter: onlyAsk, onFilterChange } = this.control();
    const changed = filterKey(filter) !== filterKey(this.store.get().filter);
    if (!onlyAsk || !changed) this.apply(filter, typed);
    // What is being typed stands in the box until the page has decided.
    else this.store.set(typed);
    if (changed) onFilterChange?.(filter);
  }

  /** {@link ViewerFilter.apply}; an invalid filter is reported in the box, and the previous one stays. */
  tryToApply(filter: LogFilter): void {
    // A page that controls the filter keeps passing the one that was refused.
    if (filterKey(filter) === this.refusedKey) return;
    const { refused } = attempt(() => this.apply(filter));
    if (refused) this.store.set({ ...triedBox(filter), filterError: refused.message });
  }

  /** Shows only matching lines. Throws `invalid-argument` for an invalid filter. */
  apply(filter: LogFilter, typed?: Partial<FullState>): void {
    this.compiled = compileFilter(filter);
    this.refusedKey = undefined;
    this.store.set({ filter, filterError: undefined, ...(typed ?? filterBox(filter)) });
    const { filtered } = this;
    if (!filtered) return;
    this.keepPlace();
    this.fresh = true;
    // The first key of a filter replaces all visible lines, which takes a whole frame; later keys take less.
    if (isEmptyFilter(filtered.filter)) this.letFrameGo();
    filtered.setFilter(filter);
    this.drawNow();
    if (!filtered.pending) this.fresh = false;
    this.recount();
  }

  /** Keeps the line that the user is looking at at its position on screen. */
  private keepPlace(): void {
    const { selection, find } = this.store.get();
    const { view, anchor } = this.viewport.getState();
    const row = anchor === undefined ? -1 : view.rowOf(anchor.seq);
    const first = view.at(row);
    // Hidden lines have no position, so use the line after them.
    const line = first && isSeparator(first) ? view.at(row + 1)?.seq : undefined;
    for (const seq of [line, selection?.focus ?? find.currentSeq])
      if (seq !== undefined) this.viewport.pin(seq);
  }

  /** The part of the viewer's state that describes the filter. */
  state(): Partial<FullState> {
    if (!this.filtered) return {};
    const { pending, view } = this.filtered.getSnapshot();
    return { shown: view.length, filterPending: pending, ...this.refused(this.filtered) };
  }

  /** Shows the lines that pass so far. */
  show(): void {
    if (!this.filtered) return;
    const { view, breaks, pending } = this.filtered.getSnapshot();
    if (view !== this.shown) {
      this.shown = view;
      // There are no breaks before the filter code is loaded.
      const oldest = this.store.get().stream?.getSnapshot().view.at(0)?.seq;
      this.viewport.setView(readers.here?.separate(view, breaks) ?? view, this.fresh, oldest);
      this.fresh = false;
    }
    this.viewport.partial = pending;
  }

  /** A regular expression was stopped: the previous filter is active again, and the box says why. */
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

/** What the box shows for a filter that was refused. */
function triedBox(filter: LogFilter): Partial<FullState> {
  try {
    return filterBox(filter);
  } catch {
    return {}; // it is no filter at all, and has no text
  }
}
