import { LogStreamError } from '../errors.js';

/** Characters of the shortest token that is looked for: what is shorter would be found in ordinary words. */
const SHORTEST = 6;

/** The error with `***` for the token, should the server have repeated it in what it says: plain or URL-encoded. */
export function hideToken(error: LogStreamError, token: string | undefined): LogStreamError {
  if (token === undefined || token.length < SHORTEST) return error;
  const { message, kind, retryable, status, retryAfter, cause } = error;
  const hidden = message.replaceAll(token, '***').replaceAll(encodeURIComponent(token), '***');
  if (hidden === message) return error;
  return new LogStreamError(kind, hidden, {
    retryable,
    cause,
    ...(status === undefined ? {} : { status }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}
