import type { LogStreamError } from '@tailrace/core';

/** Milliseconds. A person is waiting, so the first retries come sooner than in a page. */
export const BACKOFF = { base: 250 } as const;

/** Failed attempts after which a server that has never answered is given up. */
const FIRST_ATTEMPTS = 3;

/**
 * Whether to give up. A stream that was once live is worth a long wait; one that never was is more likely a mistyped
 * address, and the user should hear of it soon.
 */
export function isHopeless(error: LogStreamError, failedAttempts: number, hadContact: boolean): boolean {
  if (hadContact) return false;
  return error.kind === 'protocol' || failedAttempts >= FIRST_ATTEMPTS;
}
