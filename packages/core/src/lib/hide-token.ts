import { LogStreamError } from '../errors.js';

/** Shorter tokens are not searched for: they would be found in ordinary words. */
const MIN_LENGTH = 6;

/** Replaces the token, plain or URL-encoded, by `***` in an error that quotes a server. */
export function hideToken(error: LogStreamError, token: string | undefined): LogStreamError {
  if (token === undefined || token.length < MIN_LENGTH) return error;
  const { message, cause } = error;
  const forms = [token, encodeURIComponent(token)];
  let hidden = message;
  for (const form of forms)
    for (let end = form.length; end >= MIN_LENGTH; end--)
      // An excerpt may end within it.
      hidden = hidden.replaceAll(end === form.length ? form : `${form.slice(0, end)}…`, '***');
  // The host's error may quote the beginning of the response.
  const isInCause = cause instanceof Error && forms.some((form) => cause.message.includes(form));
  if (hidden === message && !isInCause) return error;
  return new LogStreamError(error.kind, hidden, { ...error, cause: isInCause ? undefined : cause });
}
