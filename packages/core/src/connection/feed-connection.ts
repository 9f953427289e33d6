/** The connection of a feed: there is no server, so it is either attached or not. */
import type { LogSource } from '../backends/source.js';
import type { DecodedLine } from '../entry.js';
import type { Connection } from './connection.js';
import { initialState, type ConnectionState } from './machine.js';

/** Where a feed's lines go. */
export interface FeedHost<Raw> {
  lines(lines: readonly DecodedLine<Raw>[]): void;
  changed(state: ConnectionState): void;
}

export function createFeedConnection<Raw>(
  attach: NonNullable<LogSource<Raw>['attach']>,
  host: FeedHost<Raw>,
): Connection {
  let state: ConnectionState = initialState({
    transports: ['sse'],
    autoReconnect: false,
    maxReconnectAttempts: 0,
    backoff: { base: 0, cap: 0, floor: 0, resetAfter: 0 },
    canRefreshToken: false,
    completeOnClose: false,
  });
  let detach: (() => void) | undefined;

  function move(change: Partial<ConnectionState>): void {
    state = { ...state, ...change };
    host.changed(state);
  }

  function end(change: Partial<ConnectionState>): void {
    detach?.();
    detach = undefined;
    move(change);
  }

  const isOpen = (): boolean => state.phase === 'open';
  const nothing = (): void => undefined;

  return {
    get state() {
      return state;
    },
    connect() {
      if (isOpen()) return;
      move({ phase: 'open', everOpened: true, error: undefined, generation: state.generation + 1 });
      const { generation } = state;
      const undo = attach({
        lines(lines) {
          if (isOpen() && state.generation === generation) host.lines(lines);
        },
        complete() {
          if (isOpen() && state.generation === generation) end({ phase: 'complete' });
        },
      });
      // A feed that was complete before ends while it attaches.
      if (isOpen()) detach = undo;
      else undo();
    },
    disconnect() {
      if (isOpen()) end({ phase: 'closed' });
    },
    retryNow: nothing,
    heartbeat: nothing,
    activity: nothing,
    timeout: nothing,
    finish: (_work, outcome) => end({ phase: 'complete', outcome }),
    fail: (error) => end({ phase: 'failed', error }),
  };
}
