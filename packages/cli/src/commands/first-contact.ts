import type { LogStreamError } from '@tailrace/core';

/** Somebody sits in front of it: the first retries come sooner than a page's would. Milliseconds. */
export const BACKOFF = { base: 250 } as const;

/** Failed attempts after which a server that never answered counts as wrongly addressed. */
export const FIRST_ATTEMPTS = 3;

/**
 * Whether to stop trying. A stream that was live once is worth a long wait; one that never was is more likely a
 * mistyped address, and its user sits in front of it.
 */
export function isHopeless(error: LogStreamError, failedAttempts: number, hadContact: boolean): boolean {
  if (hadContact) return false;
  return error.kind === 'protocol' || failedAttempts >= FIRST_ATTEMPTS;
}

/** Milliseconds as a person says them. */
export function shortTime(ms: number): string {
  return ms < 950 ? `${(Math.max(ms, 50) / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

/** What happened, without what to do about it: nothing is to be done while it is tried again. */
export function firstSentence(message: string): string {
  return /^.*?[.!?](?=\s|$)/s.exec(message)?.[0] ?? message;
}
