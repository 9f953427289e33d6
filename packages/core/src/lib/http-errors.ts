/** The typed errors of requests: what happened, and what to do. Their messages contain no query of a URL and no token. */
import { LogStreamError, type LogStreamErrorInit, type LogStreamErrorKind } from '../errors.js';
import { excerpt, isRecord, parseJson } from './json.js';

/** Advice for temporary failures. Whether they are retried depends on who asked: a stream does it, a single call does not. */
export const IF_REPEATED = 'If it keeps happening, check the server and its proxy.';

/** Advice for responses that do not come from the backend. */
export const CHECK_BASE = 'Check that the base URL points at the backend and not at a web page or proxy.';

/** A URL for an error message: without query and user info, which may contain tokens. */
export function showUrl(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/^([a-z+]+:\/\/)[^/@]*@/i, '$1');
}

/** The delay of a `Retry-After` header in milliseconds, from seconds or an HTTP date; undefined if it is neither. */
export function parseRetryAfter(header: string | null | undefined, now: number): number | undefined {
  if (!header) return undefined;
  const seconds = Number(header);
  const delay = Number.isNaN(seconds) ? Date.parse(header) - now : seconds * 1000;
  return Number.isFinite(delay) ? Math.max(0, delay) : undefined;
}

/** What an unsuccessful status means, and what to do about it. */
function meaningOf(status: number): readonly [kind: LogStreamErrorKind, what: string, advice: string] {
  switch (status) {
    case 400:
    case 422:
      return ['invalid-request', 'refused the parameters', "Check them against the backend's limits."];
    case 401:
      return ['unauthorized', 'was given no valid token', 'Pass one.'];
    case 403:
      return ['forbidden', 'does not allow this token to read the log', 'Use an account that may.'];
    case 404:
      return ['not-found', 'was not found', 'Check the base URL and the id.'];
    case 410:
      return ['gone', 'was removed', 'Choose another log.'];
    case 408:
    case 425:
    case 429:
      return [
        'rate-limited',
        'asks to slow down',
        "If it keeps happening, send fewer requests or raise the server's limit.",
      ];
    default:
      return status >= 500
        ? ['server', 'failed', IF_REPEATED]
        : ['http', 'answered with an unexpected status', 'Check the base URL.'];
  }
}

/** The error for an unsuccessful HTTP status. `detail` is the server's own explanation, if there is one. */
export function statusError(
  status: number,
  url: string,
  detail?: string,
  retryAfter?: number,
): LogStreamError {
  const [kind, what, advice] = meaningOf(status);
  const said = detail ? ` The server says: ${detail}` : '';
  return new LogStreamError(kind, `${showUrl(url)} ${what} (${status}). ${advice}${said}`, {
    status,
    retryAfter,
  });
}

/** The error for an unsuccessful response with this body. */
export function refusal(response: Response, url: string, now: number, body = ''): LogStreamError {
  const retryAfter = parseRetryAfter(response.headers.get('retry-after'), now);
  return statusError(response.status, url, sentenceIn(parseJson(body)), retryAfter);
}

/** The error for a response in an unexpected format. */
export function unexpected(
  url: string,
  answer: string,
  expected: string,
  init: LogStreamErrorInit,
): LogStreamError {
  return new LogStreamError(
    'protocol',
    `${showUrl(url)} returned ${answer} instead of ${expected}. ${CHECK_BASE}`,
    init,
  );
}

/** The text of a server's error or notice: its `detail` (which may be a list of validation errors), `error` or `message`. */
export function sentenceIn(body: unknown): string | undefined {
  if (!isRecord(body)) return undefined;
  const said = body['detail'] ?? body['error'] ?? body['message'];
  const text = Array.isArray(said) ? said.map(validationSentence).join('; ') : said;
  return typeof text === 'string' ? excerpt(text.trim()) || undefined : undefined;
}

function validationSentence(item: unknown): string {
  if (!isRecord(item)) return String(item);
  const { loc, msg } = item;
  return `${Array.isArray(loc) ? `${loc.join('.')}: ` : ''}${String(msg)}`;
}

/** The system's error code, such as ` (ECONNREFUSED)`; empty if there is none. */
export function codeOf(thrown: unknown): string {
  const code = (thrown as { cause?: { code?: unknown } } | undefined)?.cause?.code;
  return typeof code === 'string' ? ` (${code})` : '';
}

/**
 * The host's error, safe to be a `cause`. Hosts may quote the whole URL in their messages; if that may contain a token (in the query or
 * user info), only the error's name is kept.
 */
export function safeCause(thrown: unknown, url: string): unknown {
  const secret = url.slice(url.indexOf('?') + 1 || url.length);
  const quotes = (value: unknown): boolean => {
    const text = value instanceof Error ? `${value.message}\n${value.stack ?? ''}` : String(value);
    return text.includes(url) || (secret !== '' && text.includes(secret));
  };
  const nested = thrown instanceof Error ? thrown.cause : undefined;
  if (!quotes(thrown) && (nested === undefined || !quotes(nested))) return thrown;
  const name = thrown instanceof Error ? thrown.name : typeof thrown;
  return new Error(`${name} (its message is left out because it quoted the URL)`);
}

/** The error for a request without a response. The host's error is its `cause`; the message never contains the URL's query. */
export function networkError(url: string, thrown: unknown): LogStreamError {
  return new LogStreamError(
    'network',
    `Cannot reach ${showUrl(url)}${codeOf(thrown)}. Check the address, the server, and in a browser its CORS headers.`,
    { cause: safeCause(thrown, url) },
  );
}
