/** The search of a viewer: the term, the state that the parts read, and scrolling matches into view. */
import {
  stripAnsi,
  type createSearch,
  type LogStreamError,
  type LogView,
  type Search,
  type SearchOptions,
  type TextRange,
} from '@tailrace/core';
import type { Store } from '../lib/store.js';
import type { FullState } from './full-state.js';
import { readers } from './late-parts.js';
import type { ViewportController } from './model/viewport-controller.js';
import { SHOWN_CHARACTERS } from './rows/row-text.js';
import { limitShowing, maxSpans } from './rows/shown-message.js';
import { searchKey } from './search-key.js';
import type { SearchQuery, ViewerControl } from './viewer-control.js';

/** Opens the search over the lines of a stream. */
export type OpenSearch = (create: typeof createSearch) => Search;

/** See the file's head. */
export class ViewerSearch {
  private open: OpenSearch | undefined;
  private search: Search | undefined;
  private undo: (() => void) | undefined;
  /** Scroll the next match found into view, because the user has asked for it. */
  private reveal = false;
  /** Announce the result, because the user has asked for it. */
  private asked = false;
  /** The search's `learnt` when the rows were last updated. */
  private learnt = 0;

  constructor(
    private readonly store: Store<FullState>,
    private readonly viewport: ViewportController,
    private readonly control: () => ViewerControl,
    private readonly view: () => LogView,
    /** The active search, which may differ from what is typed if the page controls it and has not agreed. */
    public sought: SearchQuery,
    /** The search code could not be loaded. */
    private readonly missed: (why: LogStreamError) => void,
  ) {}

  /** Sets how a search is opened, which happens as soon as there is a term. Returns a function that ends it. */
  attach(open: OpenSearch): () => void {
    this.open = open;
    const { term, options } = this.store.get().find;
    if (term !== '') this.ready()?.find(term, options);
    return () => {
      this.undo?.();
      this.search?.dispose();
      this.open = this.search = this.undo = undefined;
    };
  }

  /** The search; undefined while its code is being loaded: then it starts by itself afterwards. */
  private ready(): Search | undefined {
    const { open } = this;
    if (this.search || !open) return this.search;
    if (readers.here) {
      this.search = open(readers.here.createSearch);
      this.undo = this.search.subscribe(() => this.searched());
    } else void this.bring(open);
    return this.search;
  }

  private async bring(open: OpenSearch): Promise<void> {
    this.store.set({ find: { ...this.store.get().find, pending: true } });
    try {
      await readers.load();
      if (this.open !== open || this.search) return;
      const { term, ...options } = this.sought;
      this.ready()?.find(term, { ...options, fromSeq: this.fromSeq() });
      this.searched();
    } catch (thrown) {
      if (this.open !== open) return;
      this.store.set({ find: { ...this.store.get().find, pending: false } });
      this.missed(thrown as LogStreamError); // as `Late` promises
    }
  }

  /**
   * A search that was asked for continues from the current match if that is in sight. Otherwise it begins with the first line in sight,
   * or with the first of the log while the end is followed, because nobody has chosen a place to read then.
   */
  private fromSeq(): number {
    const { viewport } = this;
    const { find, following } = this.store.get();
    if (!this.reveal) return -Infinity;
    if (viewport.sees(find.currentSeq)) return find.currentSeq as number;
    return viewport.getState().view.at(following ? 0 : viewport.rowsInSight().first)?.seq ?? -Infinity;
  }

  /** A request by the user or the program to search for a term, see {@link ViewerSearch.apply}. */
  find(term: string, options: SearchOptions = {}): void {
    const { find } = this.store.get();
    const { search, onSearchChange } = this.control();
    if (!search) this.apply(term, options);
    else this.store.set({ find: { ...find, term, options } });
    const query = { ...options, term };
    if (searchKey(query) !== searchKey({ ...find.options, term: find.term })) onSearchChange?.(query);
  }

  /** Searches all shown lines for a term, and goes to a match. An empty term ends the search. */
  apply(term: string, options: SearchOptions = {}): void {
    const { find } = this.store.get();
    this.reveal = this.asked = term !== '';
    this.sought = { ...options, term };
    this.store.set({ find: { ...find, term, options, told: undefined, version: find.version + 1 } });
    (term === '' ? this.search : this.ready())?.find(term, { ...options, fromSeq: this.fromSeq() });
    this.searched();
  }

  /** Goes to the next or the previous match. */
  step(direction: 'next' | 'previous'): void {
    this.reveal = this.asked = this.sought.term !== '';
    this.search?.[direction]();
    this.searched();
  }

  /** The matches in a text. */
  rangesIn(text: string): readonly TextRange[] {
    return this.search?.rangesIn(text) ?? [];
  }

  /** Sequence numbers of the lines with a match, in order. */
  matchingSeqs(): readonly number[] {
    return this.search?.matchingSeqs() ?? [];
  }

  /** Updates the state with what was found. */
  searched(): void {
    const { find } = this.store.get();
    const state = this.search?.getState();
    if (!state) return;
    const { current, total, currentSeq, currentInLine, error, pending, learnt } = state;
    const version = learnt === this.learnt ? find.version : find.version + 1;
    this.learnt = learnt;
    // A search that waits for a worker still reports the previous result.
    const answers = searchKey({ ...state.options, term: state.term }) === searchKey(this.sought);
    const settled = this.asked && answers && !pending;
    this.store.set({
      find: {
        ...find,
        current,
        total,
        currentSeq,
        currentInLine,
        told: settled ? { current, total } : find.told,
        error: error?.message,
        pending,
        version,
      },
    });
    if (settled) this.asked = false;
    // If there is no match now, do not scroll to a later one, which would interrupt reading.
    if (error || (settled && currentSeq === undefined)) this.reveal = false;
    if (this.reveal && answers && currentSeq !== undefined) {
      this.reveal = !this.uncover(currentSeq, currentInLine);
      this.viewport.scrollToSeq(currentSeq);
      const now = this.store.get().find;
      this.store.set({ find: { ...now, revealed: now.revealed + 1 } });
    }
  }

  /**
   * Makes a row show a match that is hidden: beyond the shown part of a long line, or in a folded line. Returns false while the
   * position of the match is not known yet.
   */
  private uncover(seq: number, inLine: number): boolean {
    const view = this.view();
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
}
