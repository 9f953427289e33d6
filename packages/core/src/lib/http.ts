/**
 * One REST read, from a typed query to a typed answer: token, timeout, status and body checks, and errors that say
 * what to do. Used by backends (typed methods), paging and polling, and by downloads. Retries nothing.
 */
import {
  aborted,
  LogStreamError,
  toLogStreamError,
  type LogStreamErrorInit,
  type LogStreamErrorKind,
} from '../errors.js';
import { systemClock, type Clock } from './clock.js';
import { withDeadline } from './deadline.js';
import { hideToken } from './hide-token.js';
import { excerpt, isRecord, parseJson } from './json.js';

/** A bearer token, or a function that gives one. It is called anew for each attempt. */
export type TokenSource = string | (() => string | undefined | Promise<string | undefined>);

/** Where the token goes on a request. `header` is `Authorization: Bearer`. */
export type TokenPlace = 'header' | 'none' | { readonly query: string };

/** A GET and how to read its answer. `decode` throws a {@link LogStreamError} when it is not what the protocol says. */
export interface Query<T> {
  /** Absolute, without token. */
  readonly url: string;
  readonly token: TokenPlace;
  readonly expect: 'json' | 'text';
  decode(body: unknown): T;
}

/** What a read may use of the host. */
export interface SendOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly token?: TokenSource | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds of silence, before the answer and within it, after which the read is given up. Default 30,000. */
  readonly timeout?: number;
  readonly clock?: Clock;
  /** Called for every piece of the answer: the server is alive. */
  readonly onActivity?: () => void;
}

/** For failures that a stream gets over. */
export const TRIED_AGAIN =
  'It is tried again by itself; if it keeps happening, look at the server and the proxy before it.';

/** For answers of something else. */
export const CHECK_BASE = 'Check that the base URL points at the backend and not at a web page or proxy.';

/** What answers are asked for. */
const ANY_JSON = { headers: { Accept: 'application/json' } };
export const ANY_TEXT = { headers: { Accept: 'text/plain, */*' } };

/** What `fetch` takes in a header: it throws for anything else, and that would look like a dead network. */
const HEADER_TEXT = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Asks the token source. Throws `token` when it throws, or when no header can hold what it gives. */
export async function resolveToken(source: TokenSource | undefined): Promise<string | undefined> {
  let token: unknown = source;
  if (typeof source === 'function')
    try {
      token = await source();
    } catch (cause) {
      throw new LogStreamError('token', 'The token function threw. What it threw is the `cause`.', { cause });
    }
  if (token === undefined || token === null) return undefined;
  // Without the line break that ends a file: headers lose it anyway, and a query would keep it.
  const text = typeof token === 'string' ? token.trim() : undefined;
  if (text === undefined || !HEADER_TEXT.test(text))
    throw new LogStreamError(
      'token',
      'The token must be one line of plain characters. Pass it as it was issued.',
    );
  return text;
}

/** Puts the token where the backend wants it. The result must not be logged or shown. */
export function authorise(
  url: string,
  place: TokenPlace,
  token: string | undefined,
): { url: string; headers: Record<string, string> } {
  if (!token || place === 'none') return { url, headers: {} };
  if (place === 'header') return { url, headers: { Authorization: `Bearer ${token}` } };
  const joint = url.includes('?') ? '&' : '?';
  return { url: `${url}${joint}${place.query}=${encodeURIComponent(token)}`, headers: {} };
}

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
function networkError(url: string, thrown: unknown): LogStreamError {
  return new LogStreamError(
    'network',
    `Cannot reach ${showUrl(url)}${codeOf(thrown)}. Check that the server is running, the address, and in a browser its CORS headers.`,
    { cause: safeCause(thrown, url) },
  );
}

/**
 * One request, and `read` on its answer, which tells of every piece that comes. Ends with the signal and after too long a silence,
 * whatever `fetch` and the token function make of it. Throws a {@link LogStreamError} that does not hold the token, whatever the
 * server says.
 */
export async function request<T>(
  query: Pick<Query<T>, 'url' | 'token'>,
  options: SendOptions,
  init: { readonly headers: Readonly<Record<string, string>>; readonly cache?: 'no-store' },
  read: (response: Response, alive: () => void) => T | Promise<T>,
): Promise<T> {
  // `fetch` not as a method of the options: a browser's own refuses to be called on anything but the window.
  const { timeout: ms = 30_000, clock = systemClock, fetch } = options;
  let token: string | undefined;
  let { url } = query;
  let refused: LogStreamError | undefined;
  const late = (): LogStreamError =>
    refused ??
    new LogStreamError(
      'timeout',
      `Nothing came from ${showUrl(url)} for ${ms} ms. Check that the server is up and no proxy holds the answer back.`,
    );
  try {
    return await withDeadline({ ms, clock, signal: options.signal, late }, async (signal, alive) => {
      token = await resolveToken(options.token);
      const authorised = authorise(url, query.token, token);
      ({ url } = authorised);
      if (signal.aborted) throw aborted();
      const response = await fetch(url, {
        ...init,
        headers: { ...init.headers, ...authorised.headers },
        signal,
      });
      if (signal.aborted) {
        discard(response.body); // a fetch that does not heed its signal
        throw aborted();
      }
      if (!response.ok) {
        refused = refusal(response, url, clock.now()); // known, should the body never end
        throw refusal(response, url, clock.now(), await response.text().catch(() => ''));
      }
      return read(response, () => {
        alive();
        options.onActivity?.();
      });
    });
  } catch (thrown) {
    throw hideToken(thrown instanceof LogStreamError ? thrown : networkError(url, thrown), token);
  }
}

/** Frees a body that nobody reads to its end. Cancelling one that broke already rejects; it is gone either way. */
export function discard(body: { cancel(): Promise<void> } | null): void {
  body?.cancel().catch(() => undefined);
}

/** One read, decoded. Throws a {@link LogStreamError}. */
export function send<T>(query: Query<T>, options: SendOptions): Promise<T> {
  const isJson = query.expect === 'json';
  return request(query, options, isJson ? ANY_JSON : ANY_TEXT, async (response, alive) => {
    const text = await readText(response, alive);
    const body = isJson ? parseJson(text) : text;
    if (body === undefined) {
      const answer = /^\s*</.test(text) ? 'HTML' : 'something that is not JSON';
      throw unexpected(query.url, answer, 'JSON', { status: response.status });
    }
    try {
      return query.decode(body);
    } catch (thrown) {
      // A decoder that throws anything but our error has met an answer that it was not written for.
      throw toLogStreamError(thrown, 'protocol', `The answer of ${showUrl(query.url)} could not be read`);
    }
  });
}

/** Reads a body to its end, telling of every piece. */
async function readText(response: Response, alive: () => void): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return response.text();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done || !value) return text + decoder.decode();
    alive();
    text += decoder.decode(value, { stream: true });
  }
}
