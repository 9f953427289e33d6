import { LogStreamError } from '../errors.js';

/** Characters of the shortest token that is looked for: what is shorter would be found in ordinary words. */
const SHORTEST = 6;

/** The error with `***` for the token, should the server have repeated it in what it says: plain or URL-encoded. */
export function hideToken(error: LogStreamError, token: string | undefined): LogStreamError {
  if (token === undefined || token.length < SHORTEST) return error;
  const { message, cause } = error;
  const forms = [token, encodeURIComponent(token)];
  const hidden = forms.reduce((text, form) => text.replaceAll(form, '***'), message);
  // What a host says of an answer may quote the beginning of it.
  const telling = cause instanceof Error && forms.some((form) => cause.message.includes(form));
  if (hidden === message && !telling) return error;
  return new LogStreamError(error.kind, hidden, { ...error, cause: telling ? undefined : cause });
}
