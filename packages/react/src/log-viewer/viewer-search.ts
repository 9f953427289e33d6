/** The search of a viewer: what is looked for, what of it the parts read, and how a match comes into sight. */
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
import type { SearchQuery, ViewerControl } from './viewer.js';

/** Opens the search over the lines of a stream. */
export type OpenSearch = (create: typeof createSearch) => Search;

/** See the file's head. */
export class ViewerSearch {
  private open: OpenSearch | undefined;
  private search: Search | undefined;
  private undo: (() => void) | undefined;
  /** The match that is found is brought into sight: the user asked for it, and waits. */
  private reveal = false;
  /** The user waits to be told what was found. */
  private asked = false;
  /** What the search knew when the rows were told. */
  private learnt = 0;

  constructor(
    private readonly store: Store<FullState>,
    private readonly viewport: ViewportController,
    private readonly control: () => ViewerControl,
    private readonly view: () => LogView,
    /** What is looked for in truth: a page that decides itself may not have agreed to what is typed. */
    public sought: SearchQuery,
    /** The code of the search cannot be had. */
    private readonly missed: (why: LogStreamError) => void,
  ) {}

  /** Looks with this for what is looked for, as soon as something is. Returns its undo. */
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

  /** The search; undefined while its code is on its way: then it begins by itself. */
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

  /** A new search begins at the line being read, or at the first when nobody reads. */
  private fromSeq(): number {
    const { anchor } = this.viewport.getState();
    return this.store.get().following || anchor === undefined ? Number.NEGATIVE_INFINITY : anchor.seq;
  }

  /** The user or the program asks to look for a term, see {@link ViewerSearch.apply}. */
  find(term: string, options: SearchOptions = {}): void {
    const { find } = this.store.get();
    const { search, onSearchChange } = this.control();
    if (!search) this.apply(term, options);
    else this.store.set({ find: { ...find, term, options } });
    if (find.term !== term || !sameOptions(find.options, options)) onSearchChange?.({ ...options, term });
  }

  /** Looks for a term in every line that is shown and goes to a match. An empty term ends it. */
  apply(term: string, options: SearchOptions = {}): void {
    const { find } = this.store.get();
    this.reveal = this.asked = term !== '';
    this.sought = { ...options, term };
    this.store.set({ find: { ...find, term, options, told: undefined, version: find.version + 1 } });
    // A longer term goes on from its match.
    const begins = find.term === '' ? { ...options, fromSeq: this.fromSeq() } : options;
    (term === '' ? this.search : this.ready())?.find(term, begins);
    this.searched();
  }

  /** Goes to the next or the previous match. */
  step(direction: 'next' | 'previous'): void {
    this.reveal = this.asked = this.sought.term !== '';
    this.search?.[direction]();
    this.searched();
  }

  /** Where the term stands in a text. */
  rangesIn(text: string): readonly TextRange[] {
    return this.search?.rangesIn(text) ?? [];
  }

  /** Lines that hold a match, in order. */
  matchingSeqs(): readonly number[] {
    return this.search?.matchingSeqs() ?? [];
  }

  /** Tells what was found. */
  searched(): void {
    const { find } = this.store.get();
    const state = this.search?.getState();
    if (!state) return;
    const { current, total, currentSeq, currentInLine, error, pending, learnt } = state;
    const version = learnt === this.learnt ? find.version : find.version + 1;
    this.learnt = learnt;
    // A search that waits for a worker still tells what was found before.
    const answers = state.term === this.sought.term && sameOptions(state.options, this.sought);
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
    // What is not there is not waited for: it would come amid what is read then.
    if (error || (settled && currentSeq === undefined)) this.reveal = false;
    if (this.reveal && answers && currentSeq !== undefined) {
      this.reveal = !this.uncover(currentSeq, currentInLine);
      this.viewport.scrollToSeq(currentSeq);
      const now = this.store.get().find;
      this.store.set({ find: { ...now, revealed: now.revealed + 1 } });
    }
  }

  /**
   * A match may lie in what a row does not show: behind the cut of a long line, or under its first line. False while the
   * search has yet to learn where it is.
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

function sameOptions(a: SearchOptions, b: SearchOptions): boolean {
  return (['regex', 'caseSensitive', 'wholeWord'] as const).every(
    (name) => (a[name] ?? false) === (b[name] ?? false),
  );
}
