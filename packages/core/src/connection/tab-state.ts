/** What a tab knows about the others, and its events: the types of the machine in tab-roles.ts. */
import type { Have, Held, SharedItem, TabMessage, Term, Told, Trouble } from './tab-protocol.js';

/** The fixed configuration of the machine. */
export interface TabConfig {
  readonly id: string;
  /** Every connection delivers the log in the same order, so that equal numbers mean equal lines in any term. */
  readonly ordered: boolean;
}

/** The progress of finding out whether another tab is ahead of the one that has the lock. */
export interface TabClaim {
  /** Number of tabs that wait for the lock; absent while they are being counted. */
  readonly expected?: number;
  readonly answers: readonly Have[];
  /** The tab that is ahead and was asked for the rest. */
  readonly asked?: string;
  /** The position at which its answer is complete. */
  readonly until?: number;
}

export interface TabState {
  readonly role: 'away' | 'following' | 'claiming' | 'leading';
  /** The newest known term; messages of older ones are ignored. */
  readonly term: Term | undefined;
  /** The log of which this tab has a copy, up to `position`. */
  readonly held: Held | undefined;
  readonly position: number;
  /** Nothing is missing before `position` and no answer is awaited. */
  readonly inStep: boolean;
  /** This tab delivered that log unchanged; false if it already had lines and compared them. */
  readonly exact: boolean;
  /** Number of the open question. */
  readonly asked: number | undefined;
  readonly nonce: number;
  /** Number of the question whose answer is arriving. */
  readonly answer: number | undefined;
  /** The leader was asked for a sign of life. */
  readonly doubt: boolean;
  readonly claim: TabClaim | undefined;
}

export type TabEvent<Raw> =
  /** `own`: its lines so far come from none of the tabs. */
  | { readonly type: 'join'; readonly own?: boolean }
  | { readonly type: 'leave' }
  | { readonly type: 'granted' }
  /** Another tab took the lock away. */
  | { readonly type: 'stolen' }
  /** The number of other tabs waiting for the lock is known. */
  | { readonly type: 'counted'; readonly others: number; readonly now: number }
  /** The wait for answers is over. */
  | { readonly type: 'waited'; readonly now: number }
  | { readonly type: 'silence' }
  | { readonly type: 'delivered'; readonly count: number }
  | { readonly type: 'message'; readonly message: TabMessage<Raw>; readonly now: number };

export type TabEffect<Raw> =
  | { readonly type: 'queue' | 'steal' | 'claim' | 'count' | 'wait' | 'lead' | 'stop' | 'retry' }
  | { readonly type: 'ask'; readonly to?: string }
  | { readonly type: 'have'; readonly to: string }
  | { readonly type: 'serve'; readonly message: Extract<TabMessage, { type: 'ask' }> }
  | { readonly type: 'begin'; readonly message: Extract<TabMessage, { type: 'sync' }> }
  /**
   * `exact`: all are new. Otherwise each has to be compared with what was delivered here. `read`: they did not
   * arrive live.
   */
  | {
      readonly type: 'take';
      readonly items: readonly SharedItem<Raw>[];
      readonly exact: boolean;
      readonly read: boolean;
    }
  | { readonly type: 'show'; readonly message: Told }
  | { readonly type: 'error'; readonly message: Trouble };

export interface TabStep<Raw> {
  readonly state: TabState;
  readonly effects: readonly TabEffect<Raw>[];
}

export const initialTabState: TabState = {
  role: 'away',
  term: undefined,
  held: undefined,
  position: 0,
  inStep: false,
  exact: true,
  asked: undefined,
  nonce: 0,
  answer: undefined,
  doubt: false,
  claim: undefined,
};
