import type { LogStreamError } from '@tailrace/core';

/** Milliseconds. A person is waiting, so the first retries come sooner than in a page. */
export const BACKOFF = { base: 250 } as const;

/** Failed attempts after which a server that has never answered is given up. */
export const FIRST_ATTEMPTS = 3;

/**
 * Whether to give up. A stream that was once live is worth a long wait; one that never was is more likely a mistyped
 * address, and the user should hear of it soon.
 */
export function isHopeless(error: LogStreamError, failedAttempts: number, hadContact: boolean): boolean {
  if (hadContact) return false;
  return error.kind === 'protocol' || failedAttempts >= FIRST_ATTEMPTS;
}

/** Milliseconds for people: `0.3 s`, `12 s`. */
export function shortTime(ms: number): string {
  return ms < 950 ? `${(Math.max(ms, 50) / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

/** What happened, without the advice that follows: while it is retried, there is nothing to do. */
export function firstSentence(message: string): string {
  return /^.*?[.!?](?=\s|$)/s.exec(message)?.[0] ?? message;
}
