/** The typed errors of requests: what happened, and what to do. Their messages hold no query of an address and no token. */
import { LogStreamError, type LogStreamErrorInit, type LogStreamErrorKind } from '../errors.js';
import { excerpt, isRecord, parseJson } from './json.js';

/** For failures that a stream gets over. */
export const TRIED_AGAIN =
  'It is tried again by itself; if it keeps happening, look at the server and the proxy before it.';

/** For answers of something else. */
export const CHECK_BASE = 'Check that the base URL points at the backend and not at a web page or proxy.';

/** A URL fit for a message: without its query and without user info, where tokens may stand. */
export function showUrl(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/^([a-z+]+:\/\/)[^/@]*@/i, '$1');
}

/** `Retry-After` in milliseconds, from seconds or an HTTP date. */
export function parseRetryAfter(header: string | null | undefined, now: number): number | undefined {
  if (!header) return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** What a status that is no success means, and what to do about it. */
function meaningOf(status: number): readonly [kind: LogStreamErrorKind, what: string, advice: string] {
  switch (status) {
    case 400:
    case 422:
      return ['invalid-request', 'refused the parameters', "Check them against the backend's bounds."];
    case 401:
      return ['unauthorized', 'refused the token', 'Pass a valid token.'];
    case 403:
      return ['forbidden', 'does not allow this token to read the log', 'Use an account that may.'];
    case 404:
      return ['not-found', 'is not there', 'Check the base URL and the id.'];
    case 410:
      return ['gone', 'was removed', 'Choose another log.'];
    case 408:
    case 425:
    case 429:
      return ['rate-limited', 'asks to slow down', 'It is tried again by itself.'];
    default:
      return status >= 500
        ? ['server', 'failed', TRIED_AGAIN]
        : ['http', 'answered with an unexpected status', 'Check the base URL.'];
  }
}

/** The typed error of an HTTP status that is not a success. `detail` is the server's own sentence, if it gave one. */
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

/** The typed error of an answer that is not a success; `body` is what it holds. */
export function refusal(response: Response, url: string, now: number, body = ''): LogStreamError {
  const retryAfter = parseRetryAfter(response.headers.get('retry-after'), now);
  return statusError(response.status, url, sentenceIn(parseJson(body)), retryAfter);
}

/** The error of an answer of another kind than was asked for. */
export function unexpected(
  url: string,
  answer: string,
  expected: string,
  init: LogStreamErrorInit,
): LogStreamError {
  return new LogStreamError(
    'protocol',
    `${showUrl(url)} answered with ${answer} where ${expected} was expected. ${CHECK_BASE}`,
    init,
  );
}

/** The sentence of a server's error or notice: its `detail` (a list of them, where it checks parameters), `error` or `message`. */
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

/** The system's own word for what happened, in parentheses. */
export function codeOf(thrown: unknown): string {
  const code = (thrown as { cause?: { code?: unknown } } | undefined)?.cause?.code;
  return typeof code === 'string' ? ` (${code})` : '';
}

/**
 * What the host threw, fit to be a `cause`. Hosts like to quote the whole address in their messages; where a token may
 * stand in it (query, user info), the sentence is dropped and only the error's name is kept.
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
  return new Error(`${name} (its message quoted the address and is left out)`);
}

/** A request that got no answer. The cause keeps the host's own words; the message never repeats the URL's query. */
export function networkError(url: string, thrown: unknown): LogStreamError {
  return new LogStreamError(
    'network',
    `Cannot reach ${showUrl(url)}${codeOf(thrown)}. Check that the server is running, the address, and in a browser its CORS headers.`,
    { cause: safeCause(thrown, url) },
  );
}
