import { statusOf, type ConnectionState } from '../connection/machine.js';
import type { LogStreamError } from '../errors.js';
import type { RetryInfo } from '../stream-types.js';

/** What a snapshot says of the connection. */
export interface ConnectionReport {
  readonly status: ReturnType<typeof statusOf>;
  readonly error: LogStreamError | undefined;
  /** The same object for the whole wait. */
  readonly retry: RetryInfo | undefined;
}

export const NOT_CONNECTED: ConnectionReport = { status: 'idle', error: undefined, retry: undefined };

/** The report after a change of the connection. @param now epoch milliseconds */
export function reportOf(state: ConnectionState, last: ConnectionReport, now: number): ConnectionReport {
  const { error, phase, delay, failures: attempt } = state;
  const status = statusOf(state);
  if (phase !== 'waiting' || delay === undefined) return { status, error, retry: undefined };
  const sameWait = last.retry?.attempt === attempt && last.status === status;
  return { status, error, retry: sameWait ? last.retry : { attempt, delay, at: now + delay } };
}

/** The stream is not connected, and does not try to be. */
export const isOver = ({ status }: ConnectionReport): boolean =>
  status === 'closed' || status === 'failed' || status === 'idle';
