/** Loading older lines into a viewer: one page at a time, and why the last one did not come. */
import { LogStreamError, type LogStream, type LogStreamSnapshot } from '@tailrace/core';
import type { Store } from '../lib/store.js';
import type { FullState } from './full-state.js';

/** Why the last page did not come: the buffer has no room, or the server's reason. */
export type OlderOutcome = 'full' | LogStreamError | undefined;

/** Milliseconds after which the word of a stream is no longer waited for: it may be gone. */
const PATIENCE = 250;

/** Until the stream has told what came: it joins changes to one notification a frame. */
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
  private oldest = Number.POSITIVE_INFINITY;

  constructor(private readonly store: Store<FullState>) {}

  /** Whether lines have left the buffer that no server is asked for again: what comes first is not the start of the log. */
  lostStart({ view, history }: LogStreamSnapshot): boolean {
    const first = view.at(0)?.seq;
    if (first === undefined) return false;
    this.oldest = Math.min(this.oldest, first);
    return (history === 'start' || history === 'unavailable') && first > this.oldest;
  }

  /** Another stream. */
  reset(): void {
    this.asked = undefined;
    this.oldest = Number.POSITIVE_INFINITY;
  }

  /** Loads a page. Resolves with how many lines came, once they are shown. */
  async load(): Promise<number> {
    const { stream, snapshot } = this.store.get();
    if (!stream) return 0;
    this.asked = snapshot.view.at(0)?.seq;
    this.store.set({ older: undefined });
    try {
      const came = await stream.loadOlder();
      await told(stream);
      if (came === 0 && stream.getSnapshot().history === 'more') this.store.set({ older: 'full' });
      return came;
    } catch (thrown) {
      if (!(thrown instanceof LogStreamError)) throw thrown;
      this.store.set({ older: thrown });
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
