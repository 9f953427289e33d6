/** What can be wrong with an attempt to connect, beyond what its transport reports. */
import { LogStreamError } from '../errors.js';

/**
 * Whether a stream failed in a way that says nothing of other transports: a proxy may know no such route, or not let it through, and a
 * browser may have no connection left for it.
 */
export function blocks(error: LogStreamError | undefined): boolean {
  return error?.kind === 'not-found' || error?.kind === 'http' || error?.kind === 'unsupported';
}

/** If a token function throws after it has worked before, the failure is temporary: it may need the network that is down. */
export function passing(error: LogStreamError): LogStreamError {
  const { kind, message, cause } = error;
  return kind === 'token' && cause !== undefined
    ? new LogStreamError(kind, message, { cause, retryable: true })
    : error;
}

export function heldBack(): LogStreamError {
  return new LogStreamError(
    'stalled',
    'The stream is open, but nothing arrives from it, although REST has new lines. A proxy seems to hold it back: switch its buffering and compression off.',
  );
}

export function stalled(silentFor: number): LogStreamError {
  return new LogStreamError(
    'stalled',
    `Nothing was heard from the server for ${Math.round(silentFor / 1000)} s. The connection is opened anew.`,
  );
}
