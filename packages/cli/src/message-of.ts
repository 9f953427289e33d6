import { LogStreamError } from '@tailrace/core';

/** The message of whatever has ended a command, and what it means on a command line. */
export function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const needsToken = thrown instanceof LogStreamError && thrown.kind === 'unauthorized';
  // Core retries, but the command has given up.
  const message = thrown.message.replace(' It is retried automatically.', '');
  return needsToken
    ? `${message.replace(/(?<![.!?])$/, '.')} A token goes into --token or TAILRACE_TOKEN.`
    : message;
}
