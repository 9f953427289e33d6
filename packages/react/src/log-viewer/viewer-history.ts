/** Loads older lines into a viewer, one page at a time, and remembers why the last page could not be loaded. */
import { LogStreamError, type LogStream, type LogStreamSnapshot } from '@tailrace/core';
import type { Store } from '../lib/store.js';
import type { FullState } from './full-state.js';

/** Why the last page was not loaded: the buffer has no room, or the error. */
export type OlderOutcome = 'full' | LogStreamError | undefined;

/** Maximum milliseconds to wait for a stream's notification, because the stream may be gone. */
const PATIENCE = 250;

/** Waits until the stream has announced its new lines, because it merges changes into one notification per frame. */
function told(stream: LogStream): Promise<void> {
  return new Promise((done) => {
    const finish = (): void => {
      undo();
      clearTimeout(timer);
      done();
    };
    const undo = stream.subscribe(finish);
    const timer = setTimeout(finish, PATIENCE);
  });
}

/** See the file's head. */
export class ViewerHistory {
  private asked: number | undefined;
  /** A stream begins with 0; what is older than that comes from a server. */
  private oldest = 0;

  constructor(private readonly store: Store<FullState>) {}

  /** Whether lines have left the buffer that will not be loaded again, so that the first line held is not the start of the log. */
  lostStart({ view, history }: LogStreamSnapshot): boolean {
    const first = view.at(0)?.seq;
    if (first === undefined) return false;
    this.oldest = Math.min(this.oldest, first);
    return (history === 'start' || history === 'unavailable') && first > this.oldest;
  }

  /** Resets for another stream. */
  reset(): void {
    this.asked = undefined;
    this.oldest = 0;
  }

  /** Loads a page. Resolves with the number of lines loaded, once they are shown. */
  async load(): Promise<number> {
    const { stream, snapshot } = this.store.get();
    if (!stream) return 0;
    this.asked = snapshot.view.at(0)?.seq;
    const tell = (older: OlderOutcome): void => {
      // What becomes of it does not concern another stream that is shown by then.
      if (this.store.get().stream === stream) this.store.set({ older });
    };
    tell(undefined);
    try {
      const came = await stream.loadOlder();
      await told(stream);
      if (came === 0 && stream.getSnapshot().history === 'more') tell('full');
      return came;
    } catch (thrown) {
      if (!(thrown instanceof LogStreamError)) throw thrown;
      if (thrown.kind !== 'aborted') tell(thrown);
      return 0;
    }
  }

  /** Loads a page because the user came to the top: once for each oldest line. */
  reached(): void {
    const { snapshot, following } = this.store.get();
    const oldest = snapshot.view.at(0)?.seq;
    if (following || snapshot.history !== 'more' || oldest === undefined || oldest === this.asked) return;
    void this.load();
  }
}
