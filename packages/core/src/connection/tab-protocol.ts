/**
 * What the tabs that share a log say to each other over a BroadcastChannel. Lines are numbered from the leader's first on;
 * the number of the next one is a tab's position, by which it notices a hole. No message holds a token or a request.
 */
import type { RememberedLine } from '../continuity/line-key.js';
import { hashText } from '../continuity/line-key.js';
import type { DecodedLine, LogGap } from '../entry.js';
import { LogStreamError, type LogStreamErrorKind } from '../errors.js';
import type { ConnectionState } from './machine.js';

/** Tabs that speak another version do not hear each other: an old tab may stay open while a new release is loaded. */
const VERSION = 1;

/** One tab's time as the leader. Later terms are newer. */
export interface Term {
  readonly number: number;
  /** The tab that leads. */
  readonly leader: string;
}

/** Whose log a tab has a copy of, and how that log began. */
export interface Held {
  readonly term: Term;
  /** The term whose log this one continues under the same numbers, as far as `start`. Absent: it began anew. */
  readonly previous?: Term;
  /** Position at which the term began. */
  readonly start: number;
}

/** A line or a gap without the number it has in one tab's stream. */
export type SharedItem<Raw = unknown> = (DecodedLine<Raw> & { readonly kind: 'log' }) | Omit<LogGap, 'seq'>;

/** What a tab must know of the time before the first line that it is given. */
export interface TabMemory {
  readonly lines: readonly RememberedLine[];
  readonly delivered: number;
  /** The first line delivered is the first of the log. */
  readonly whole?: boolean;
}

/** An error as it can be sent. */
export interface PlainError {
  readonly kind: LogStreamErrorKind;
  readonly message: string;
  readonly retryable: boolean;
  readonly status?: number;
  readonly retryAfter?: number;
}

/** A {@link ConnectionState} as it can be sent. */
export type PlainState = Omit<ConnectionState, 'error'> & { readonly error?: PlainError };

interface FromLeader {
  readonly by: string;
  readonly held: Held;
}

/** "What do I lack?" To the leader, or, by a tab that is about to lead, to the one that got further. */
export interface Ask {
  readonly type: 'ask';
  readonly by: string;
  readonly to?: string;
  /** Of this question; the answer carries it too. */
  readonly nonce: number;
  readonly held?: Held;
  readonly position: number;
  /** Nothing was delivered in that tab. */
  readonly fresh: boolean;
}

/** "I have the lock." Everybody answers with a {@link Have}. */
export interface Claim {
  readonly type: 'claim';
  readonly by: string;
}

export interface Have {
  readonly type: 'have';
  readonly by: string;
  readonly to: string;
  readonly held?: Held;
  readonly position: number;
}

/** The beginning of an answer; the items follow at once. */
export interface Sync {
  readonly type: 'sync';
  readonly by: string;
  readonly to: string;
  readonly nonce: number;
  /**
   * - `continue`: from the position that was asked for.
   * - `fresh`: a beginning for a tab that has nothing.
   * - `judge`: the numbers are not the asker's; every line has to be compared with what it has.
   */
  readonly kind: 'continue' | 'fresh' | 'judge';
  /** Absent: a log of that tab alone, which nobody can continue under the same numbers. */
  readonly held?: Held;
  /** Items `from` … `until` − 1 follow. */
  readonly from: number;
  readonly until: number;
  /** Nothing came before `from` in the log that is given. */
  readonly whole: boolean;
  readonly memory?: TabMemory;
  /** Whether the server has lines before `from`, for a tab that has none. Absent: not known. */
  readonly more?: boolean;
}

/** Lines and gaps, as they were delivered. */
export interface Items<Raw = unknown> extends FromLeader {
  readonly type: 'items';
  readonly from: number;
  /** They did not arrive live: the leader read them. */
  readonly read?: true;
  readonly items: readonly SharedItem<Raw>[];
}

/** Items that belong to an answer. */
export interface SyncItems<Raw = unknown> {
  readonly type: 'sync-items';
  readonly by: string;
  readonly to: string;
  readonly nonce: number;
  readonly from: number;
  readonly items: readonly SharedItem<Raw>[];
}

/** How the leader's connection is doing. */
export interface Told extends FromLeader {
  readonly type: 'state';
  readonly position: number;
  readonly state: PlainState;
  /** Whether the server has lines before the leader's first. Absent: not known. */
  readonly more?: boolean;
}

/** An error that changed nothing: a malformed payload, a read that failed. */
export interface Trouble extends FromLeader {
  readonly type: 'error';
  readonly error: PlainError;
}

/** Somebody does not want to wait. */
export interface Retry {
  readonly type: 'retry';
  readonly by: string;
}

export type TabMessage<Raw = unknown> =
  Ask | Claim | Have | Sync | Items<Raw> | SyncItems<Raw> | Told | Trouble | Retry;

/** Name of the lock and of the channel. Equal names mean the same lines; the key's text and no token is in it. */
export function tabName(parts: readonly (string | number | boolean | undefined)[]): string {
  return `tailrace:${VERSION}:${hashText(JSON.stringify(parts.map((part) => part ?? null)))}`;
}

/** Negative: `a` is older. */
export function compareTerms(a: Term | undefined, b: Term | undefined): number {
  if (!a || !b) return (a ? 1 : 0) - (b ? 1 : 0);
  if (a.number !== b.number) return a.number - b.number;
  return a.leader === b.leader ? 0 : a.leader < b.leader ? -1 : 1;
}

export function packError(error: LogStreamError): PlainError {
  const { kind, message, retryable, status, retryAfter } = error;
  return {
    kind,
    message,
    retryable,
    ...(status === undefined ? {} : { status }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  };
}

export function unpackError({ kind, message, ...init }: PlainError): LogStreamError {
  return new LogStreamError(kind, message, init);
}

export function packState({ error, ...state }: ConnectionState): PlainState {
  return error === undefined ? state : { ...state, error: packError(error) };
}

/** An error that was told before stays the same object, so that nobody takes it for news. */
export function unpackState(
  { error, ...state }: PlainState,
  before: LogStreamError | undefined,
): ConnectionState {
  if (error === undefined) return { ...state, error: undefined };
  const known =
    before?.kind === error.kind && before.message === error.message && before.status === error.status;
  return { ...state, error: known ? before : unpackError(error) };
}
