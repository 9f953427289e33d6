/**
 * One REST read, from a typed query to a typed answer: token, timeout, status and body checks, and errors that say
 * what to do. Used by backends (typed methods), paging and polling, and by downloads. Retries nothing.
 */
import { aborted, LogStreamError, toLogStreamError } from '../errors.js';
import { systemClock, type Clock } from './clock.js';
import { withDeadline } from './deadline.js';
import { hideToken } from './hide-token.js';
import { networkError, refusal, showUrl, unexpected } from './http-errors.js';
import { parseJson } from './json.js';
import { sleep } from './sleep.js';

/** A bearer token, or a function that returns one. The function is called again for each attempt. undefined or '' sends no token. */
export type TokenSource = string | (() => string | undefined | Promise<string | undefined>);

/** Where the token of a request is sent: in the header `Authorization: Bearer`, as it is in another header, not at all, or in a query parameter. */
export type TokenPlace = 'header' | 'none' | { readonly query: string } | { readonly header: string };

/** A request and how to decode its response. */
export interface Query<T> {
  /** Absolute, without token. */
  readonly url: string;
  readonly token: TokenPlace;
  /** In addition to the token. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Makes it a POST request. */
  readonly body?: string | undefined;
  readonly expect: 'json' | 'text';
  /** Receives the parsed JSON, or the text. Throws a {@link LogStreamError} if it does not follow the protocol. */
  decode(body: unknown): T;
}

/** Options of a request. */
export interface SendOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly token?: TokenSource | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds of silence, before the response and within it, after which the request is given up. Default 30,000. */
  readonly timeout?: number | undefined;
  readonly clock?: Clock;
  /** Called for every chunk of the response: the server is alive. */
  readonly onActivity?: (() => void) | undefined;
}

/** Characters of an answer from which on to parse it, to decode it and to use it are tasks of their own, so that no click has to wait for all three: some 2,000 lines. */
const LARGE = 500_000;

const ANY_JSON = { headers: { Accept: 'application/json' } };
export const ANY_TEXT = { headers: { Accept: 'text/plain, */*' } };

/** What a header may contain. For anything else `fetch` throws a TypeError, as for a dead network. */
const HEADER_TEXT = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Returns the token. Rejects with kind `token` if its function throws, or if a header cannot carry it. */
export async function resolveToken(source: TokenSource | undefined): Promise<string | undefined> {
  let token: unknown = source;
  if (typeof source === 'function')
    try {
      token = await source();
    } catch (cause) {
      throw new LogStreamError('token', 'The token function threw, see `cause`.', { cause });
    }
  if (token === undefined || token === null) return undefined;
  // Trimmed, because a token read from a file ends with a line break. A header would drop that, but a query would keep it.
  const text = typeof token === 'string' ? token.trim() : undefined;
  if (text === undefined || !HEADER_TEXT.test(text))
    throw new LogStreamError(
      'token',
      'The token must be one line of plain characters. Pass it as it was issued.',
    );
  return text;
}

/** Puts the token where the backend expects it. The result must not be logged or shown. */
export function authorise(
  { url, token: place, headers = {} }: Pick<Query<unknown>, 'url' | 'token' | 'headers'>,
  token: string | undefined,
): { url: string; headers: Readonly<Record<string, string>> } {
  if (!token || place === 'none') return { url, headers };
  if (place === 'header') return { url, headers: { ...headers, Authorization: `Bearer ${token}` } };
  if ('header' in place) return { url, headers: { ...headers, [place.header]: token } };
  const joint = url.includes('?') ? '&' : '?';
  return { url: `${url}${joint}${place.query}=${encodeURIComponent(token)}`, headers };
}

/** No answer may come from a browser's cache, whatever its headers allow: it would lack new lines. Some edge runtimes throw if `cache` is set. */
function noStore(): { cache?: 'no-store' } {
  const supported = typeof Request === 'function' && 'cache' in Request.prototype;
  return supported ? { cache: 'no-store' } : {};
}

/**
 * Sends a request, and reads the response with `read`, which calls `alive` for every chunk. Ends with the signal and after too long a
 * silence, even if `fetch` or the token function ignores both. Rejects with a {@link LogStreamError} that does not contain the token, even
 * if the server repeats it.
 */
export async function request<T>(
  query: Pick<Query<T>, 'url' | 'token' | 'headers' | 'body'>,
  options: SendOptions,
  init: { readonly headers: Readonly<Record<string, string>> },
  read: (response: Response, alive: () => void) => T | Promise<T>,
): Promise<T> {
  // Not called as `options.fetch(…)`, because a browser's `fetch` throws if `this` is not the window.
  const { timeout: ms = 30_000, clock = systemClock, fetch } = options;
  let token: string | undefined;
  let { url } = query;
  let refused: LogStreamError | undefined;
  const late = (): LogStreamError =>
    refused ??
    new LogStreamError(
      'timeout',
      `Nothing came from ${showUrl(url)} for ${ms} ms. Check that the server is up and no proxy buffers the response.`,
    );
  try {
    return await withDeadline({ ms, clock, signal: options.signal, late }, async (signal, alive) => {
      token = await resolveToken(options.token);
      const authorised = authorise(query, token);
      ({ url } = authorised);
      if (signal.aborted) throw aborted();
      const response = await fetch(url, {
        ...noStore(),
        ...(query.body === undefined ? {} : { method: 'POST', body: query.body }),
        headers: { ...init.headers, ...authorised.headers },
        signal,
      });
      if (signal.aborted) {
        discard(response.body); // this `fetch` ignores its signal
        throw aborted();
      }
      if (!response.ok) {
        refused = refusal(response, url, clock.now()); // for the case that the body never ends
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

/** Frees a body that is not read to its end. Cancelling rejects if it has already failed, which does not matter. */
export function discard(body: { cancel(): Promise<void> } | null): void {
  body?.cancel().catch(() => undefined);
}

/** Sends a request, and decodes its response. Rejects with a {@link LogStreamError}. */
export function send<T>(query: Query<T>, options: SendOptions): Promise<T> {
  const isJson = query.expect === 'json';
  return request(query, options, isJson ? ANY_JSON : ANY_TEXT, async (response, alive) => {
    const text = await readText(response, alive);
    const pause = (): unknown =>
      text.length > LARGE && sleep(0, options.clock ?? systemClock, options.signal);
    const body = isJson ? parseJson(text) : text;
    if (body === undefined) {
      const answer = /^\s*</.test(text) ? 'HTML' : 'something that is not JSON';
      throw unexpected(query.url, answer, 'JSON', { status: response.status });
    }
    await pause();
    let answer: T;
    try {
      answer = query.decode(body);
    } catch (thrown) {
      // Any other error of a decoder means that it was not written for this response.
      throw toLogStreamError(
        thrown,
        'protocol',
        `The response of ${showUrl(query.url)} could not be decoded`,
      );
    }
    await pause();
    return answer;
  });
}

/** Reads a body to its end, and calls `alive` for every chunk. */
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
