/** Links to lines of a viewer: creates one for the selection, and goes to the lines of one as soon as they are held. */
import type { LogStream } from '@tailrace/core';
import { copyText } from '../lib/copy-text.js';
import { watchStore, type Store } from '../lib/store.js';
import type { FullState } from './full-state.js';
import { findLink, readLink, writeLink, type FoundLines, type Permalink } from './model/permalink.js';
import type { ViewportController } from './model/viewport-controller.js';
import type { ViewerHistory } from './viewer-history.js';
import type { ViewerSelection } from './viewer-selection.js';

/** Selected lines, as reported to the page. */
export interface LogSelection {
  /** Sequence numbers of the first and last selected lines that are still held. */
  readonly from: number;
  readonly to: number;
  /** A link to these lines: a URL fragment without `#`, for `openLink`. */
  readonly link: string;
}

type Seeking = Generator<undefined, FoundLines | undefined>;

/** See the file's head. */
export class ViewerLinks {
  /** Distinguishes this viewer's links from those of others on the page; undefined: permalinks are off. */
  prefix: string | undefined;
  /** The selection is changing because a link is opened or the stream changes, and not through the user, so the page's URL stays. */
  quiet = false;
  private pending: Permalink | undefined;
  /** The search that goes on. */
  private seeking: Seeking | undefined;
  /** Sequence numbers of the lines already searched for the link. */
  private searched: { readonly from: number; readonly to: number } | undefined;
  /** The stream of which older lines are being loaded for the link. */
  private loading: LogStream | undefined;

  constructor(
    private readonly store: Store<FullState>,
    private readonly viewport: ViewportController,
    private readonly selection: ViewerSelection,
    private readonly history: ViewerHistory,
    /** Removes the filter. */
    private readonly showAll: () => void,
  ) {
    watchStore(
      store,
      (state) => state.selection,
      () => {
        // A user who selects other lines no longer waits for those of a link.
        if (!this.quiet) this.forget();
      },
    );
  }

  /** The selection, as it is reported to the page. */
  current(): LogSelection | undefined {
    const { snapshot } = this.store.get();
    const ends = this.selection.ends();
    if (!ends) return undefined;
    const { first, last } = ends;
    return { from: first.seq, to: last.seq, link: writeLink(first, last, snapshot.view, this.prefix) };
  }

  /** Copies the URL of the selected lines to the clipboard. Returns false if none are selected, or if permalinks are off. */
  copy(): boolean {
    const selected = this.prefix === undefined ? undefined : this.current();
    if (!selected) return false;
    const { href } = window.location;
    const link = `${href.split('#')[0] ?? href}#${selected.link}`;
    void copyText(link, this.viewport.scroller).then((copied) =>
      this.store.set({ copied: copied ? 'link' : 'failed' }),
    );
    return true;
  }

  /** Goes to the lines of a link, at once or when they are loaded; loads older lines if necessary. Returns false if it is not a link of this viewer. */
  open(fragment: string): boolean {
    const link = readLink(fragment, this.prefix);
    if (!link) return false;
    this.pending = link;
    this.searched = this.seeking = undefined;
    this.store.set({ linkMissing: false });
    this.look();
    return true;
  }

  /** Gives up a link whose lines have not been found. */
  forget(): void {
    this.pending = this.seeking = undefined;
    this.store.set({ linkMissing: false });
  }

  /** Resets for another stream, whose lines have not been searched. */
  reset(): void {
    this.searched = this.seeking = this.loading = undefined;
  }

  /** Searches for the lines among those added since. Call after every change of the lines held. */
  look(): void {
    const { pending } = this;
    if (pending && !this.seeking) this.seek(pending, (this.seeking = this.search(pending)));
  }

  /** Searches for one slice; the rest follows by itself, so that no click has to wait for a large log. */
  private seek(link: Permalink, seeking: Seeking): void {
    if (seeking !== this.seeking) return;
    const { view } = this.store.get().snapshot;
    const { done, value: found } = seeking.next();
    if (!done) return void setTimeout(() => this.seek(link, seeking));
    this.seeking = undefined;
    if (found) this.show(found);
    // Lines may have come since it began.
    else if (this.searched?.from !== view.at(0)?.seq || this.searched?.to !== view.at(view.length - 1)?.seq)
      this.look();
    else this.reachBack(link);
  }

  private show({ from, to }: FoundLines): void {
    this.forget();
    if (this.viewport.getState().view.rowOf(from) < 0) this.showAll();
    this.quiet = true;
    this.selection.select(from, to);
    this.quiet = false;
    this.viewport.scrollToSeq(from, 'center');
  }

  private *search(link: Permalink): Seeking {
    const { view } = this.store.get().snapshot;
    const first = view.at(0);
    const last = view.at(view.length - 1);
    if (!first || !last) return undefined;
    const { searched } = this;
    this.searched = { from: first.seq, to: last.seq };
    if (!searched) return yield* findLink(view, link);
    return (
      (yield* findLink(view, link, 0, view.rowAtOrAfter(searched.from))) ??
      (yield* findLink(view, link, view.rowAtOrAfter(searched.to), view.length))
    );
  }

  /** The lines are not held, but may be among older ones. */
  private reachBack(link: Permalink): void {
    const { stream, snapshot } = this.store.get();
    const { history, status, view } = snapshot;
    const first = view.at(0);
    const settled = status !== 'idle' && status !== 'connecting' && status !== 'reconnecting';
    if (this.loading || !first || !settled || history === 'loading' || history === 'unknown') return;
    const older = link.first !== undefined || link.from < first.seq;
    if (history !== 'more' || !older) return this.store.set({ linkMissing: true });
    this.loading = stream;
    void this.history.load().then((came) => {
      if (this.loading !== stream) return;
      this.loading = undefined;
      if (this.pending !== link) return;
      if (came === 0) this.store.set({ linkMissing: true });
      else this.look();
    });
  }
}
