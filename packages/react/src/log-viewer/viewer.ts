/**
 * One viewer: its state, and the readers (filter, search, statistics, tally) it lays over a stream. Made once a
 * viewer and without effect; `attach` begins, its undo ends everything. Parts read the store and call these functions.
 */
import {
  compileFilter,
  createFilteredView,
  createSearch,
  createStats,
  LogStreamError,
  stripAnsi,
  type Facets,
  type FilteredView,
  type LogEntry,
  type LogFilter,
  type LogLevel,
  type LogSource,
  type LogStream,
  type LogStreamStatus,
  type LogView,
  type Search,
  type SearchOptions,
  type StatsReader,
} from '@tailrace/core';
import { filterKey } from '../hooks/filter-key.js';
import { undoAll } from '../lib/listeners.js';
import { createStore, type Store } from '../lib/store.js';
import { createAnsiCarry, type AnsiCarry } from './model/ansi-carry.js';
import type { CopyFormat } from './model/copy-format.js';
import { EMPTY_VIEW } from './model/empty-view.js';
import type { TextRange } from './model/segments.js';
import { isSeparator, separate } from './model/separated-view.js';
import { createTally, type Tally } from './model/tally.js';
import { ViewportController } from './model/viewport-controller.js';
import { hasDetails } from './rows/json-message.js';
import { countFolded, nextLimit, SHOWN_CHARACTERS } from './rows/row-text.js';
import { limitShowing, maxSpans } from './rows/shown-message.js';
import { filterBox, withFilterText, type FilterMode } from './filter-draft.js';
import { ViewerHistory } from './viewer-history.js';
import { ViewerJumps } from './viewer-jumps.js';
import { ViewerLinks } from './viewer-links.js';
import { ViewerSelection } from './viewer-selection.js';
import {
  IDLE_SNAPSHOT,
  initialState,
  NO_COUNTS,
  NO_FIND,
  TIMESTAMP_MODES,
  type TimestampMode,
  type ViewerState,
} from './viewer-state.js';

/** How a viewer begins. */
export interface ViewerInit {
  readonly following: boolean;
  readonly wrap: boolean;
  readonly timestamps: TimestampMode;
  readonly copyFormat: CopyFormat;
  readonly timeZone?: string | undefined;
  readonly timestampDigits?: number | undefined;
  readonly filter?: LogFilter | undefined;
  readonly search?: SearchQuery | undefined;
}

/** A search as the page around a viewer gives it and hears of it. */
export interface SearchQuery extends SearchOptions {
  readonly term: string;
}

/** What the page around a viewer decides itself, and what it is told. */
export interface ViewerControl {
  /** The page decides: what the user asks for is only told, until the page gives it back. */
  readonly filter?: boolean;
  readonly search?: boolean;
  readonly onFilterChange?: ((filter: LogFilter) => void) | undefined;
  readonly onSearchChange?: ((search: SearchQuery) => void) | undefined;
  readonly onFollowChange?: ((follow: boolean) => void) | undefined;
}

/** The readers of the attached stream. */
interface Readers {
  readonly stream: LogStream;
  readonly filtered: FilteredView;
  readonly search: Search;
  readonly stats: StatsReader;
  readonly tally: Tally;
  readonly carry: AnsiCarry;
}

const NO_FACETS: Facets = new Map();

/** See the file's head. */
export class Viewer {
  readonly store: Store<ViewerState>;
  readonly viewport: ViewportController;
  readonly selection: ViewerSelection;
  readonly history: ViewerHistory;
  readonly jumps: ViewerJumps;
  readonly links: ViewerLinks;
  control: ViewerControl = {};
  /** What is looked for in truth: a page that decides itself may not have agreed to what is typed. */
  sought: SearchQuery;
  private readers: Readers | undefined;
  private shows: (entry: LogEntry) => boolean = () => true;
  /** The view that comes next is another selection of lines, not a later one. */
  private fresh = false;
  /** The next match that is found is brought into sight: the user asked for it. */
  private reveal = false;
  /** Why the last filter was refused, so that it is told once; and what the search knew when the rows were told. */
  private refusal: LogStreamError | undefined;
  private learnt = 0;
  private quiet = false;

  constructor(init: ViewerInit) {
    this.store = createStore(initialState(init));
    this.sought = init.search ?? { term: '' };
    this.tryFilter(init.filter ?? {});
    this.viewport = new ViewportController(init.following);
    const { store, viewport } = this;
    this.selection = new ViewerSelection(store, viewport, () => this.follow(false));
    this.history = new ViewerHistory(store);
    this.jumps = new ViewerJumps(store, viewport, this.selection, this.history);
    this.links = new ViewerLinks(store, viewport, this.selection, this.history, () => this.setFilter({}));
  }

  /** The lines that are shown, after the filter. */
  get view(): LogView {
    return this.readers?.filtered.getView() ?? EMPTY_VIEW;
  }

  /** The styles a line begins with, carried over from the lines before it. */
  get carry(): AnsiCarry | undefined {
    return this.readers?.carry;
  }

  /** How many lines have each value of each label. It goes on with the lines. */
  get facets(): Facets {
    return this.readers?.stats.facets ?? NO_FACETS;
  }

  /** Reads a stream. Returns its undo. */
  attach(stream: LogStream, source: LogSource | undefined): () => void {
    const filtered = createFilteredView(stream, this.store.get().filter);
    const search = createSearch(filtered);
    const stats = createStats(stream);
    const carry = createAnsiCarry(stream);
    // Lines that a worker has to test, and those around a match, are counted when they are shown.
    const late = (): boolean => filtered.guarded || (filtered.filter.context ?? 0) > 0;
    const tally = createTally(stream, (entry) => !late() && this.shows(entry));
    this.readers = { stream, filtered, search, stats, tally, carry };
    const { find } = this.store.get();
    if (find.term !== '') search.find(find.term, find.options);

    let lastView: LogView = EMPTY_VIEW;
    const flush = (): void => {
      const { view, breaks, pending } = filtered.getSnapshot();
      const snapshot = stream.getSnapshot();
      this.store.set({
        snapshot,
        lostStart: this.history.lostStart(snapshot),
        shown: view.length,
        filterPending: pending,
        ...this.refused(filtered),
        counts: stats.getStats().levels,
        arrivals: this.store.get().following ? this.store.get().arrivals : tally.read(),
        ...(snapshot.view.length > 0 ? { cleared: false } : {}),
      });
      if (view !== lastView) {
        lastView = view;
        this.viewport.setView(separate(view, breaks), this.fresh);
        this.fresh = false;
      }
      this.links.look();
    };
    const undos = [
      filtered.observe((change) => {
        if (late() && !change.replaced) tally.add(change.appended);
      }),
      filtered.subscribe(flush),
      stream.subscribe(flush),
      search.subscribe(() => this.searched()),
      this.viewport.subscribe(() => this.followed()),
      () => tally.stop(),
      () => carry.dispose(),
      () => stats.dispose(),
      () => search.dispose(),
      () => filtered.dispose(),
    ];
    this.history.reset();
    this.store.set({ stream, source });
    this.viewport.setView(EMPTY_VIEW, true);
    flush();
    this.searched();
    if (!this.viewport.getState().following) tally.start();
    const undo = undoAll(undos);
    return () => {
      undo();
      this.readers = undefined;
      this.viewport.setView(EMPTY_VIEW, true);
      this.links.quiet = true;
      this.store.set({ ...afterStream(this.store.get()) });
      this.links.quiet = false;
    };
  }

  // ---- Find ----

  /** The user or the program asks to look for a term, see {@link Viewer.applyFind}. */
  find(term: string, options: SearchOptions = {}): void {
    const { find } = this.store.get();
    if (!this.control.search) this.applyFind(term, options);
    else this.store.set({ find: { ...find, term, options } });
    if (find.term !== term || !sameOptions(find.options, options))
      this.control.onSearchChange?.({ ...options, term });
  }

  /** Looks for a term in every line that is shown and goes to a match. An empty term ends it. */
  applyFind(term: string, options: SearchOptions = {}): void {
    const { find, following } = this.store.get();
    this.reveal = term !== '';
    this.sought = { ...options, term };
    this.store.set({ find: { ...find, term, options, version: find.version + 1 } });
    // A new search begins at the line being read, or at the first when nobody reads; a longer term goes on from its match.
    const { anchor } = this.viewport.getState();
    const fromSeq = following || anchor === undefined ? Number.NEGATIVE_INFINITY : anchor.seq;
    this.readers?.search.find(term, find.term === '' ? { ...options, fromSeq } : options);
    this.searched();
  }

  /** Goes to the next or the previous match. */
  step(direction: 'next' | 'previous'): void {
    this.reveal = true;
    this.readers?.search[direction]();
    this.searched();
  }

  /** Where the term stands in a text. */
  rangesIn(text: string): readonly TextRange[] {
    return this.readers?.search.rangesIn(text) ?? [];
  }

  /** Lines that hold a match, in order. */
  matchingSeqs(): readonly number[] {
    return this.readers?.search.matchingSeqs() ?? [];
  }

  private searched(): void {
    const { find } = this.store.get();
    const state = this.readers?.search.getState();
    if (!state) return;
    const { current, total, currentSeq, currentInLine, error, pending, learnt } = state;
    const version = learnt === this.learnt ? find.version : find.version + 1;
    this.learnt = learnt;
    this.store.set({
      find: { ...find, current, total, currentSeq, currentInLine, error: error?.message, pending, version },
    });
    if (error) this.reveal = false;
    // A search that waits for a worker still tells what was found before.
    const told = state.term === find.term && sameOptions(state.options, find.options);
    if (this.reveal && told && currentSeq !== undefined) {
      this.reveal = !this.uncover(currentSeq, currentInLine);
      this.viewport.scrollToSeq(currentSeq);
    }
  }

  /**
   * A match may lie in what a row does not show: behind the cut of a long line, or under its first line. False while the
   * search has yet to learn where it is.
   */
  private uncover(seq: number, inLine: number): boolean {
    const { view } = this;
    const item = view.at(view.rowOf(seq));
    if (item?.kind !== 'log') return true;
    const { wrap, expanded, limits } = this.store.get();
    const shown = limits.get(seq) ?? SHOWN_CHARACTERS;
    const { message } = item;
    if (message.length <= maxSpans(shown) && !message.includes('\n')) return true;
    const text = stripAnsi(message);
    const range = this.rangesIn(text)[inLine];
    if (!range) return false;
    const [start, end] = range;
    const enough = limitShowing(message, end, shown);
    if (enough !== shown) this.store.set({ limits: new Map(limits).set(seq, enough) });
    if (!wrap && text.slice(0, start).includes('\n'))
      this.store.set({ expanded: new Set(expanded).add(seq) });
    return true;
  }

  // ---- Filter ----

  /** The user or the program asks for only the lines that match. Throws `invalid-argument` for a filter that cannot be. */
  setFilter(filter: LogFilter): void {
    compileFilter(filter);
    this.askFilter(filter, filterBox(filter));
  }

  private askFilter(filter: LogFilter, typed: Partial<ViewerState>): void {
    const changed = filterKey(filter) !== filterKey(this.store.get().filter);
    if (!this.control.filter || !changed) this.applyFilter(filter, typed);
    // What is being typed stands in the box until the page has decided.
    else this.store.set(typed);
    if (changed) this.control.onFilterChange?.(filter);
  }

  /** The text of the filter, as typed. An expression that cannot be read leaves the last filter in place. */
  setFilterText(text: string, mode: FilterMode): void {
    const draft = withFilterText(this.store.get().filter, text, mode);
    const typed = { filterText: text, filterMode: mode };
    if (draft.error === undefined) this.askFilter(draft.filter, typed);
    else this.store.set({ ...typed, filterError: draft.error });
  }

  /** Another filter for the same text in the box. */
  changeFilter(filter: LogFilter): void {
    this.askFilter(filter, {});
  }

  /** Shows only these levels; undefined: every one. */
  setLevels(levels: readonly LogLevel[] | undefined): void {
    const { levels: _old, ...rest } = this.store.get().filter;
    this.changeFilter(levels === undefined ? rest : { ...rest, levels });
  }

  /** {@link Viewer.applyFilter}; a filter that cannot be is said in the box, and the one before stays. */
  tryFilter(filter: LogFilter): void {
    try {
      this.applyFilter(filter);
    } catch (thrown) {
      if (!(thrown instanceof LogStreamError)) throw thrown;
      this.store.set({ ...filterBox(filter), filterError: thrown.message });
    }
  }

  /** Shows only the lines that match. Throws `invalid-argument` for a filter that cannot be. */
  applyFilter(filter: LogFilter, typed: Partial<ViewerState> = filterBox(filter)): void {
    const compiled = compileFilter(filter);
    this.shows = (entry) => compiled(entry);
    this.store.set({ filter, filterError: undefined, ...typed });
    const { readers } = this;
    if (!readers) return;
    // What somebody looks at keeps its place, wherever in sight it stands.
    const { selection, find } = this.store.get();
    const { view, anchor } = this.viewport.getState();
    const row = anchor === undefined ? -1 : view.rowOf(anchor.seq);
    const first = view.at(row);
    for (const seq of [
      first && isSeparator(first) ? view.at(row + 1)?.seq : undefined,
      selection?.focus ?? find.currentSeq,
    ])
      if (seq !== undefined) this.viewport.pin(seq);
    this.fresh = true;
    readers.filtered.setFilter(filter);
    if (!readers.filtered.pending) this.fresh = false;
    if (!this.viewport.getState().following) this.restartTally(readers.tally);
  }

  /** An expression was stopped: the filter before is in force again, and the box says why. */
  private refused(filtered: FilteredView): Partial<ViewerState> {
    const { error } = filtered.getSnapshot();
    if (error === this.refusal) return {};
    this.refusal = error;
    if (!error) return {};
    const { filter } = filtered;
    const compiled = compileFilter(filter);
    this.shows = (entry) => compiled(entry);
    if (!this.control.filter) this.control.onFilterChange?.(filter);
    return { filter, filterError: error.message };
  }

  // ---- Follow ----

  /** Sticks to the newest line, or stops to. */
  follow(on: boolean): void {
    this.viewport.setFollowing(on);
    this.followed();
  }

  /** {@link Viewer.follow} because the page decides so: it need not be told. */
  applyFollow(on: boolean): void {
    this.quiet = true;
    this.follow(on);
    this.quiet = false;
  }

  private followed(): void {
    const { following } = this.viewport.getState();
    if (following === this.store.get().following) return;
    this.store.set({ following });
    if (!this.quiet) this.control.onFollowChange?.(following);
    const tally = this.readers?.tally;
    if (!tally) return;
    if (following) {
      tally.stop();
      this.store.set({ arrivals: tally.read() });
    } else this.restartTally(tally);
  }

  private restartTally(tally: Tally): void {
    tally.start();
    this.store.set({ arrivals: tally.read() });
  }

  /** Goes to the first line that is held. */
  toStart(): void {
    const first = this.viewport.getState().view.at(0);
    if (first) this.viewport.scrollToSeq(first.seq, 'start');
    this.followed();
  }

  // ---- Lines ----

  /** Forgets the lines that are held. */
  clear(): void {
    this.readers?.stream.clear();
    this.viewport.setView(EMPTY_VIEW, true);
    this.store.set({ cleared: true, selection: undefined, expanded: new Set(), limits: new Map() });
    if (this.readers && !this.store.get().following) this.restartTally(this.readers.tally);
  }

  /** Opens or closes what lies behind a line. */
  toggleDetails(seq: number): void {
    const expanded = new Set(this.store.get().expanded);
    if (!expanded.delete(seq)) {
      expanded.add(seq);
      // Who opens a line wants to read it: it must not move on with the end.
      this.viewport.setFollowing(false);
    }
    this.store.set({ expanded });
  }

  /** Opens or closes what lies behind the selected line. False when no line is selected, or nothing lies behind it. */
  toggleSelected(): boolean {
    const { selection } = this.store.get();
    const { view } = this;
    const item = selection && view.at(view.rowOf(selection.focus));
    if (item?.kind !== 'log' || !(hasDetails(item) || countFolded(item.message, 1) > 0)) return false;
    this.toggleDetails(item.seq);
    return true;
  }

  /** Freezes what is shown, or goes on. False while there is nothing to freeze. */
  togglePause(): boolean {
    const { stream, snapshot } = this.store.get();
    if (snapshot.status === 'paused') stream?.resume();
    else if (!isRunning(snapshot.status)) return false;
    else stream?.pause();
    return true;
  }

  /** Shows more of a long line. */
  showMore(seq: number): void {
    const limits = new Map(this.store.get().limits);
    limits.set(seq, nextLimit(limits.get(seq) ?? SHOWN_CHARACTERS));
    this.store.set({ limits });
  }

  /** Wraps long lines, or lets them run on. */
  setWrap(wrap: boolean): void {
    this.store.set({ wrap });
  }

  /** Copies in this format from now on. */
  setCopyFormat(copyFormat: CopyFormat): void {
    this.store.set({ copyFormat });
  }

  /** Shows time stamps so. */
  setTimestamps(timestamps: TimestampMode): void {
    this.store.set({ timestamps });
  }

  /** Shows time stamps in the next of the ways there are. */
  nextTimestamps(): void {
    const at = TIMESTAMP_MODES.indexOf(this.store.get().timestamps);
    this.setTimestamps(TIMESTAMP_MODES[(at + 1) % TIMESTAMP_MODES.length] as TimestampMode);
  }
}

/** Whether a stream with this status brings lines, so that it can be paused. */
export function isRunning(status: LogStreamStatus): boolean {
  return status === 'live' || status === 'polling' || status === 'reconnecting';
}

function sameOptions(a: SearchOptions, b: SearchOptions): boolean {
  return (['regex', 'caseSensitive', 'wholeWord'] as const).every(
    (name) => (a[name] ?? false) === (b[name] ?? false),
  );
}

/** What stays when a viewer leaves its stream: what the user chose. */
function afterStream(state: ViewerState): Partial<ViewerState> {
  return {
    stream: undefined,
    source: undefined,
    snapshot: IDLE_SNAPSHOT,
    shown: 0,
    filterPending: false,
    counts: NO_COUNTS,
    find: { ...NO_FIND, term: state.find.term, options: state.find.options, version: state.find.version + 1 },
    arrivals: { lines: 0, errors: 0 },
    expanded: new Set(),
    limits: new Map(),
    selection: undefined,
    older: undefined,
  };
}
