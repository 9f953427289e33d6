/** The connection of a feed: there is no server, so it is either attached or not. */
import type { LogSource } from '../backends/source.js';
import type { DecodedLine } from '../entry.js';
import type { Connection } from './connection.js';
import { initialState, type ConnectionState } from './machine.js';

/** Receives a feed's lines. */
export interface FeedHost<Raw> {
  /** Sequence number of the next line; not 0 if the stream already had lines of the feed. */
  nextSeq(): number;
  /** `news`: the lines were appended after the stream attached. */
  lines(lines: readonly DecodedLine<Raw>[], news: boolean): void;
  /** Number of lines before `next` that the feed no longer had when the stream attached. */
  missed(missing: number, next: DecodedLine<Raw> | undefined): void;
  changed(state: ConnectionState): void;
}

export function createFeedConnection<Raw>(
  attach: NonNullable<LogSource<Raw>['attach']>,
  host: FeedHost<Raw>,
): Connection {
  let state: ConnectionState = initialState({ transports: [] });
  let detach: (() => void) | undefined;
  let attaching = false;
  /** Number of lines of the feed that were delivered or are in a gap. */
  let had: number | undefined;

  function move(change: Partial<ConnectionState>): void {
    state = { ...state, ...change };
    host.changed(state);
  }

  function end(phase: 'closed' | 'complete'): void {
    if (!isOpen()) return;
    detach?.();
    detach = undefined;
    move({ phase });
  }

  function take(lines: readonly DecodedLine<Raw>[], before: number | undefined): void {
    if (before === undefined) return host.lines(lines, !attaching);
    const known = (had ??= host.nextSeq());
    if (before > known) host.missed(before - known, lines[0]);
    had = Math.max(known, before + lines.length);
    // The feed sends its kept lines to everybody who attaches; skip those already delivered.
    const news = lines.slice(Math.max(0, known - before));
    if (news.length > 0) host.lines(news, !attaching);
  }

  const isOpen = (): boolean => state.phase === 'open';

  return {
    get state() {
      return state;
    },
    connect() {
      if (isOpen()) return;
      const generation = state.generation + 1;
      move({ phase: 'open', everOpened: true, error: undefined, generation });
      const isMine = (): boolean => isOpen() && state.generation === generation;
      attaching = true;
      const undo = attach({
        lines(lines, before) {
          if (isMine()) take(lines, before);
        },
        complete() {
          if (isMine()) end('complete');
        },
      });
      attaching = false;
      // A feed that is already complete ends while it attaches, and a listener may have connected anew.
      if (isMine()) detach = undo;
      else undo();
    },
    disconnect: () => end('closed'),
    // Without a server there is nothing to wait for.
    retryNow: () => undefined,
  };
}
