import { LogStreamError } from '@tailrace/core';

/** The message of whatever has ended a command, and what it means on a command line. */
export function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const needsToken = thrown instanceof LogStreamError && thrown.kind === 'unauthorized';
  return needsToken
    ? `${thrown.message.replace(/(?<![.!?])$/, '.')} A token goes into --token or TAILRACE_TOKEN.`
    : thrown.message;
}
