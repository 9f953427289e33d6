/**
 * One viewer: its state, and the readers (filter, search, statistics, tally) of its stream. It is created once per
 * viewer without side effects; `attach` starts it, and the function that it returns ends everything. Parts read the store and call these methods.
 */
import {
  EMPTY_VIEW,
  type Facets,
  type LogSource,
  type LogStream,
  type LogStreamError,
  type LogView,
  type OpenPatternWorker,
} from '@tailrace/core';
import { given } from '../lib/given.js';
import { undoAll } from '../lib/listeners.js';
import { pageFrames } from '../lib/frames.js';
import { createPaintClock } from '../lib/paint-clock.js';
import { createStore, type Store } from '../lib/store.js';
import { createAnsiCarry, type AnsiCarry } from './model/ansi-carry.js';
import { afterStream, initialState, type FullState, type ViewerInit } from './full-state.js';
import { isRunning } from './is-running.js';
import { readers } from './late-parts.js';
import { logOf } from './log-of.js';
import type { CopyFormat } from './model/copy-format.js';
import { createLateFilteredView } from './model/late-filtered-view.js';
import { linesIn } from './model/line-counts.js';
import { createTally, type Tally } from './model/tally.js';
import { ViewportController } from './model/viewport-controller.js';
import { hasDetails } from './rows/json-message.js';
import { OpenedTrees } from './rows/opened-trees.js';
import { countFolded, nextLimit, SHOWN_CHARACTERS } from './rows/row-text.js';
import type { ViewerControl } from './viewer-control.js';
import { ViewerCounts } from './viewer-counts.js';
import { isPlainArrival, ViewerDrawing } from './viewer-drawing.js';
import { ViewerFilter } from './viewer-filter.js';
import { ViewerHistory } from './viewer-history.js';
import { ViewerJumps } from './viewer-jumps.js';
import { ViewerLinks } from './viewer-links.js';
import { ViewerSearch } from './viewer-search.js';
import { ViewerSelection } from './viewer-selection.js';
import type { ViewerActions } from './viewer-actions.js';
import { TIMESTAMP_MODES, type TimestampMode } from './viewer-state.js';

/** The readers of the attached stream. */
interface Readers {
  readonly stream: LogStream;
  readonly counts: ViewerCounts;
  readonly tally: Tally;
  readonly carry: AnsiCarry;
}

const NO_FACETS: Facets = new Map();

/** See the file's head. */
export class Viewer implements ViewerActions {
  readonly store: Store<FullState>;
  readonly viewport: ViewportController;
  readonly selection: ViewerSelection;
  readonly history: ViewerHistory;
  readonly jumps: ViewerJumps;
  readonly links: ViewerLinks;
  readonly filter: ViewerFilter;
  readonly search: ViewerSearch;
  /** The open branches in the JSON trees of lines. */
  readonly trees = new OpenedTrees();
  control: ViewerControl = {};
  private readers: Readers | undefined;
  /** The clock of the readers that work in slices. */
  private readonly clock = createPaintClock();
  private drawing: ViewerDrawing | undefined;
  private quiet = false;
  /** The log that was read last, see {@link logOf}. */
  private log: string | LogStream | undefined;

  constructor(init: ViewerInit) {
    this.store = createStore(initialState(init));
    this.viewport = new ViewportController(init.following);
    const { store, viewport } = this;
    this.selection = new ViewerSelection(
      store,
      viewport,
      () => this.follow(false),
      () => this.filter.view,
    );
    const control = (): ViewerControl => this.control;
    this.filter = new ViewerFilter(
      store,
      viewport,
      control,
      () => this.recount(),
      () => this.drawing?.drawNow(),
      () => this.clock.hold(),
    );
    this.search = new ViewerSearch(
      store,
      viewport,
      control,
      () => this.filter.view,
      init.search ?? { term: '' },
      (why) => this.missed(why),
    );
    this.filter.tryToApply(init.filter ?? {});
    this.history = new ViewerHistory(store);
    this.jumps = new ViewerJumps(store, viewport, this.selection, this.history);
    this.links = new ViewerLinks(store, viewport, this.selection, this.history, () => this.filter.set({}));
  }

  /** The lines that are shown, after the filter. */
  get view(): LogView {
    return this.filter.view;
  }

  /** The styles a line begins with, carried over from the lines before it. */
  get carry(): AnsiCarry | undefined {
    return this.readers?.carry;
  }

  /** Number of lines for each label value; changes in place with the lines. */
  get facets(): Facets {
    return this.readers?.counts.facets ?? NO_FACETS;
  }

  /** Starts to read a stream; `openWorker` opens the worker for slow expressions. Returns a function that ends it. */
  attach(
    stream: LogStream,
    source: LogSource | undefined,
    openWorker: OpenPatternWorker | undefined,
  ): () => void {
    const reading = given({ clock: this.clock, openWorker });
    const filtered = createLateFilteredView(readers, stream, this.store.get().filter, reading);
    const counts = new ViewerCounts(
      stream,
      this.clock,
      () => this.drawing?.drawNow(),
      (why) => this.missed(why),
    );
    const carry = createAnsiCarry(stream);
    const { filter } = this;
    const tally = createTally(stream, (entry) => !filter.late && filter.passes(entry));
    this.readers = { stream, counts, tally, carry };
    filter.attach(filtered);

    const tell = (): void => {
      const snapshot = stream.getSnapshot();
      this.store.set({
        snapshot,
        lostStart: this.history.lostStart(snapshot),
        ...filter.state(),
        shownLines: linesIn(filter.view, snapshot.ledger),
        heldLines: linesIn(snapshot.view, snapshot.ledger),
        counts: counts.levels(),
        arrivals: this.store.get().following ? this.store.get().arrivals : tally.read(),
        ...(snapshot.view.length > 0 ? { cleared: false } : {}),
      });
    };
    const drawing = new ViewerDrawing(pageFrames, this.viewport, {
      pull: () => stream.flush(),
      view: () => filter.view,
      show: () => filter.show(),
      tell,
      done: () => this.links.look(),
    });
    const came = (): void => {
      if (isPlainArrival(this.store.get().snapshot, stream.getSnapshot())) drawing.ask();
      else drawing.drawNow();
    };
    const undos = [
      filtered.observe((change) => {
        if (filter.late && !change.replaced) tally.add(change.appended);
      }),
      filtered.subscribe(came),
      stream.subscribe(came),
      stream.on('entries', drawing.arrived),
      () => drawing.stop(),
      this.search.attach((create) => create(filtered, reading)),
      this.viewport.subscribe(() => this.followed()),
      () => tally.stop(),
      () => carry.dispose(),
      () => counts.dispose(),
      () => filtered.dispose(),
      () => this.links.reset(),
    ];
    this.history.reset();
    this.store.set({ stream, source });
    this.viewport.setView(EMPTY_VIEW, true);
    const log = logOf({ source, stream });
    if ((this.log ?? log) !== log) this.viewport.begin();
    this.log = log;
    this.drawing = drawing;
    drawing.drawNow();
    this.search.searched();
    if (!this.viewport.getState().following) tally.start();
    const undo = undoAll(undos);
    return () => {
      undo();
      this.readers = undefined;
      this.drawing = undefined;
      this.trees.clear();
      this.selection.marked.clear();
      filter.attach(undefined);
      this.viewport.setView(EMPTY_VIEW, true);
      this.links.quiet = true;
      this.store.set(afterStream(this.store.get()));
      this.links.quiet = false;
    };
  }

  // ---- Follow ----

  /** Starts or stops following the end. */
  follow(on: boolean): void {
    this.viewport.setFollowing(on);
    this.followed();
  }

  /** {@link Viewer.follow} on behalf of the page, which is therefore not told. */
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
    } else this.recount();
  }

  /** Counts the lines that arrive from now on, unless the end is followed. */
  private recount(): void {
    const tally = this.readers?.tally;
    if (!tally || this.store.get().following) return;
    tally.start();
    this.store.set({ arrivals: tally.read() });
  }

  /** Scrolls to the first line held. */
  toStart(): void {
    const first = this.viewport.getState().view.at(0);
    if (first) this.viewport.scrollToSeq(first.seq, 'start');
    this.followed();
  }

  // ---- Lines ----

  /** Drops the lines held. */
  clear(): void {
    this.readers?.stream.clear();
    this.trees.clear();
    this.selection.marked.clear();
    this.viewport.setView(EMPTY_VIEW, true);
    // Nothing is left that somebody could be reading.
    if (this.viewport.sticky) this.viewport.begin();
    this.store.set({ cleared: true, selection: undefined, expanded: new Set(), limits: new Map() });
    this.recount();
  }

  /** Opens or closes the details of a line. `whole`: all of them come into sight. */
  toggleDetails(seq: number, whole?: boolean): void {
    const expanded = new Set(this.store.get().expanded);
    if (expanded.delete(seq)) this.viewport.pin(seq);
    else {
      expanded.add(seq);
      this.viewport.settleOn(seq, whole);
    }
    this.store.set({ expanded });
  }

  /** Opens or closes the details of the selected line. Returns false if no line is selected, or if there is nothing to open: no details, and no labels. */
  toggleSelected(): boolean {
    const { selection } = this.store.get();
    const { view } = this;
    const item = selection && view.at(view.rowOf(selection.focus));
    if (item?.kind !== 'log') return false;
    // A button on each line with labels would be noise, but they can be read.
    const labelled = Object.keys(item.labels).length > 0;
    if (!(labelled || hasDetails(item) || countFolded(item.message, 1) > 0)) return false;
    this.toggleDetails(item.seq, true);
    return true;
  }

  /** A part could not be loaded: shows why, and closes what would show it, so that the next press loads it again. undefined: removes the notice. */
  missed(why: LogStreamError | undefined): void {
    this.store.set({ missed: why?.message, ...(why ? { menu: undefined, help: false } : {}) });
  }

  /** Pauses or resumes the display. Returns false if there is nothing to pause. */
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
    this.viewport.pin(seq);
    limits.set(seq, nextLimit(limits.get(seq) ?? SHOWN_CHARACTERS));
    this.store.set({ limits });
  }

  /** Sets whether long lines are wrapped. */
  setWrap(wrap: boolean): void {
    this.store.set({ wrap });
  }

  /** Sets the format of copied lines. */
  setCopyFormat(copyFormat: CopyFormat): void {
    this.store.set({ copyFormat });
  }

  /** Sets how timestamps are shown. */
  setTimestamps(timestamps: TimestampMode): void {
    this.store.set({ timestamps });
  }

  /** Switches to the next timestamp mode. */
  nextTimestamps(): void {
    const at = TIMESTAMP_MODES.indexOf(this.store.get().timestamps);
    this.setTimestamps(TIMESTAMP_MODES[(at + 1) % TIMESTAMP_MODES.length] as TimestampMode);
  }
}
