/**
 * The messages of tabs that share a log over a BroadcastChannel. Items are numbered from the leader's first one on;
 * the number of the next item is a tab's position, by which it notices that it missed some. No message contains a token or a request.
 */
import type { RememberedLine } from '../continuity/line-key.js';
import { hashText } from '../continuity/line-key.js';
import type { InGap } from '../continuity/verdict.js';
import type { DecodedLine, LogGap } from '../entry.js';
import { LogStreamError, type LogStreamErrorKind } from '../errors.js';
import { given } from '../lib/given.js';
import type { ConnectionState } from './machine.js';

/** Tabs with different versions ignore each other: an old tab may stay open while a new release is loaded. */
const VERSION = 2;

/** The period in which one tab leads. */
export interface Term {
  readonly number: number;
  /** The tab that leads. */
  readonly leader: string;
}

/** The log of which a tab has a copy, and how that log began. */
export interface Held {
  readonly term: Term;
  /** The term whose log this one continues under the same numbers, from `start` on. Absent: it started a new log. */
  readonly previous?: Term;
  /** Position at which the term began. */
  readonly start: number;
}

/** Lines that were placed in a gap before it, see {@link InGap}. */
export interface Placed<Raw = unknown> extends Omit<InGap<Raw>, 'gap'> {
  readonly kind: 'placed';
  /** The time at which the gap ends, by which it is recognised. */
  readonly to: number;
}

/** A line or a gap without its sequence number, which is different in each tab's stream, or lines for a gap. */
export type SharedItem<Raw = unknown> =
  (DecodedLine<Raw> & { readonly kind: 'log' }) | Omit<LogGap, 'seq'> | Placed<Raw>;

/** What a tab needs to know about the lines before the first one that it receives. */
export interface TabMemory {
  readonly lines: readonly RememberedLine[];
  readonly delivered: number;
  /** The first line delivered is the first of the log. */
  readonly whole?: boolean;
}

/** A serialisable error. */
export interface PlainError {
  readonly kind: LogStreamErrorKind;
  readonly message: string;
  readonly retryable: boolean;
  readonly status?: number;
  readonly retryAfter?: number;
}

/** A serialisable {@link ConnectionState}. */
export type PlainState = Omit<ConnectionState, 'error'> & { readonly error?: PlainError };

interface FromLeader {
  readonly by: string;
  readonly held: Held;
}

/** "Which items am I missing?" Sent to the leader; by a tab that is about to lead, to the tab that is ahead of it. */
export interface Ask {
  readonly type: 'ask';
  readonly by: string;
  readonly to?: string;
  /** Identifies the question; the answer repeats it. */
  readonly nonce: number;
  readonly held?: Held;
  readonly position: number;
  /** Nothing was delivered in the asking tab yet. */
  readonly fresh: boolean;
}

/** "I have the lock." All other tabs answer with a {@link Have}. */
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
   * - `continue`: the items from the requested position on.
   * - `fresh`: the first items for a tab that has none.
   * - `judge`: the numbers differ from those of the asking tab, which has to compare every line with what it has.
   */
  readonly kind: 'continue' | 'fresh' | 'judge';
  /** Absent: the log of one tab alone, which no other can continue under the same numbers. */
  readonly held?: Held;
  /** Items `from` … `until` − 1 follow. */
  readonly from: number;
  readonly until: number;
  /** For `judge`: the log has no items before `from`. */
  readonly whole: boolean;
  /** For `fresh`. */
  readonly memory?: TabMemory;
  /** For `fresh`: whether the server has lines before `from`. Absent: not known. */
  readonly more?: boolean;
}

/** Lines and gaps, as they were delivered. */
export interface Items<Raw = unknown> extends FromLeader {
  readonly type: 'items';
  readonly from: number;
  /** The leader read them over REST; they did not arrive live. */
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

/** The state of the leader's connection. */
export interface Told extends FromLeader {
  readonly type: 'state';
  readonly position: number;
  readonly state: PlainState;
  /** Whether the server has lines before the leader's first one. Absent: not known. */
  readonly more?: boolean;
}

/** An error that did not change the state: a malformed payload, a failed read. */
export interface Trouble extends FromLeader {
  readonly type: 'error';
  readonly error: PlainError;
}

/** A user wants the next attempt now. */
export interface Retry {
  readonly type: 'retry';
  readonly by: string;
}

export type TabMessage<Raw = unknown> =
  Ask | Claim | Have | Sync | Items<Raw> | SyncItems<Raw> | Told | Trouble | Retry;

/** Name of the lock and of the channel. Equal names mean the same lines. It contains the source's key, but no access token. */
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
  return given({ kind, message, retryable, status, retryAfter });
}

export function unpackError({ kind, message, ...init }: PlainError): LogStreamError {
  return new LogStreamError(kind, message, init);
}

export function packState({ error, ...state }: ConnectionState): PlainState {
  return error === undefined ? state : { ...state, error: packError(error) };
}

/** An error that was received before stays the same object, so that it is not reported again. */
export function unpackState(
  { error, ...state }: PlainState,
  before: LogStreamError | undefined,
): ConnectionState {
  if (error === undefined) return { ...state, error: undefined };
  const known =
    before?.kind === error.kind && before.message === error.message && before.status === error.status;
  return { ...state, error: known ? before : unpackError(error) };
}
