/**
 * One REST read, from a typed query to a typed answer: token, timeout, status and body checks, and errors that say
 * what to do. Used by backends (typed methods), paging and polling, and by downloads. Retries nothing.
 */
import { LogStreamError, toLogStreamError } from '../errors.js';
import { systemClock, type Clock } from './clock.js';
import { hideToken } from './hide-token.js';

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

/** What `fetch` takes in a header: it throws for anything else, and that would look like a dead network. */
const HEADER_TEXT = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Asks the token source. Throws `token` when it throws, or when no header can hold what it gives. */
export async function resolveToken(source: TokenSource | undefined): Promise<string | undefined> {
  let token: unknown = source;
  if (typeof source === 'function')
    try {
      token = await source();
    } catch (thrown) {
      // Asked through another that has found out already.
      if (thrown instanceof LogStreamError && thrown.kind === 'token') throw thrown;
      throw new LogStreamError(
        'token',
        'The token function threw; see `cause`. Fix it, then connect again.',
        {
          cause: thrown,
        },
      );
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
  if (token === undefined || token === '' || place === 'none') return { url, headers: {} };
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

/** The typed error of an HTTP status that is not a success. `detail` is the server's own sentence, if it gave one. */
export function statusError(
  status: number,
  url: string,
  init: { detail?: string | undefined; retryAfter?: number | undefined } = {},
): LogStreamError {
  const where = showUrl(url);
  const said = init.detail ? ` The server says: ${init.detail}` : '';
  const extra = { status, ...(init.retryAfter === undefined ? {} : { retryAfter: init.retryAfter }) };
  if (status === 401)
    return new LogStreamError(
      'unauthorized',
      `${where} refused the token (401). Pass a valid token.${said}`,
      extra,
    );
  if (status === 403)
    return new LogStreamError(
      'forbidden',
      `${where} does not allow this token to read the log (403). Use an account that may.${said}`,
      extra,
    );
  if (status === 404)
    return new LogStreamError(
      'not-found',
      `${where} is not there (404). Check the base URL and the id.${said}`,
      extra,
    );
  if (status === 410)
    return new LogStreamError('gone', `${where} was removed (410). Choose another log.${said}`, extra);
  if (status === 400 || status === 422)
    return new LogStreamError(
      'invalid-request',
      `${where} refused the parameters (${status}). Check them against the backend's bounds.${said}`,
      extra,
    );
  if (status === 408 || status === 425 || status === 429)
    return new LogStreamError(
      'rate-limited',
      `${where} asks to slow down (${status}). It is tried again by itself.${said}`,
      extra,
    );
  if (status >= 500)
    return new LogStreamError(
      'server',
      `${where} failed with status ${status}. It is tried again by itself; if it stays, look at the server or the proxy before it.${said}`,
      extra,
    );
  return new LogStreamError(
    'http',
    `${where} answered with the unexpected status ${status}. Check the base URL.${said}`,
    extra,
  );
}

/** The sentence a server's error body holds, in the shapes our backends use; cut to a readable length. */
export function errorDetail(body: string): string | undefined {
  let text: unknown;
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null) {
      const record = parsed as Record<string, unknown>;
      text = record['detail'] ?? record['error'] ?? record['message'];
      if (Array.isArray(text)) text = text.map(validationSentence).filter(Boolean).join('; ');
    }
  } catch {
    return undefined; // HTML and other bodies say nothing that helps here; the status does
  }
  return typeof text === 'string' && text !== '' ? text.slice(0, 300) : undefined;
}

function validationSentence(item: unknown): string {
  if (typeof item !== 'object' || item === null) return String(item);
  const { loc, msg } = item as { loc?: unknown; msg?: unknown };
  const place = Array.isArray(loc) ? `${loc.join('.')}: ` : '';
  return `${place}${typeof msg === 'string' ? msg : ''}`;
}

/** Runs `work`. What it throws does not hold the token, whatever the server says. */
export async function withoutToken<T, O extends SendOptions>(
  options: O,
  work: (options: O) => Promise<T>,
): Promise<T> {
  let token: string | undefined;
  const asked = async (): Promise<string | undefined> => (token = await resolveToken(options.token));
  try {
    return await work({ ...options, token: asked });
  } catch (thrown) {
    throw thrown instanceof LogStreamError ? hideToken(thrown, token) : thrown;
  }
}

/** Runs `work` under one signal that joins the caller's signal and a limit on silence; `alive` says that something came. */
export async function withDeadline<T>(
  options: SendOptions,
  where: string,
  work: (signal: AbortSignal, alive: () => void) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const timeout = options.timeout ?? 30_000;
  const clock = options.clock ?? systemClock;
  let late = false;
  let last = clock.now();
  const look = (): void => {
    const silent = clock.now() - last;
    if (silent < timeout) {
      cancel = clock.schedule(look, timeout - silent);
      return;
    }
    late = true;
    controller.abort();
  };
  let cancel = clock.schedule(look, timeout);
  const alive = (): void => {
    last = clock.now();
    options.onActivity?.();
  };
  const abort = (): void => controller.abort();
  if (options.signal?.aborted) abort();
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    return await work(controller.signal, alive);
  } catch (thrown) {
    if (thrown instanceof LogStreamError) throw thrown;
    if (late)
      throw new LogStreamError(
        'timeout',
        `Nothing came from ${where} for ${timeout} ms. Check that the server is up.`,
        { cause: thrown },
      );
    if (options.signal?.aborted)
      throw new LogStreamError('aborted', 'The request was aborted by the caller.', { cause: thrown });
    throw networkError(where, thrown);
  } finally {
    cancel();
    options.signal?.removeEventListener('abort', abort);
  }
}

/** A request that got no answer. The cause keeps the host's own words; the message never repeats the URL's query. */
export function networkError(where: string, thrown: unknown): LogStreamError {
  const code = (thrown as { cause?: { code?: unknown } } | undefined)?.cause?.code;
  const hint = typeof code === 'string' ? ` (${code})` : '';
  return new LogStreamError(
    'network',
    `Cannot reach ${where}${hint}. Check that the server is running, the address, and in a browser its CORS headers.`,
    { cause: thrown },
  );
}

/** Fetches a query; throws a {@link LogStreamError} for everything that is not a 2xx answer. */
export async function fetchOk(
  query: Query<unknown>,
  options: SendOptions,
  signal: AbortSignal,
): Promise<Response> {
  const request = authorise(query.url, query.token, await resolveToken(options.token));
  const accept = query.expect === 'json' ? 'application/json' : 'text/plain, */*';
  // Not as a method of the options: a browser's own fetch refuses to be called on anything but the window.
  const { fetch } = options;
  const response = await fetch(request.url, {
    headers: { Accept: accept, ...request.headers },
    signal,
  });
  if (response.ok) return response;
  const now = (options.clock ?? systemClock).now();
  throw statusError(response.status, query.url, {
    detail: errorDetail(await response.text().catch(() => '')),
    retryAfter: parseRetryAfter(response.headers.get('retry-after'), now),
  });
}

/** One read, decoded. Throws a {@link LogStreamError}. */
export function send<T>(query: Query<T>, options: SendOptions): Promise<T> {
  return withoutToken(options, (own) => sendOnce(query, own));
}

async function sendOnce<T>(query: Query<T>, options: SendOptions): Promise<T> {
  const where = showUrl(query.url);
  const { text, status } = await withDeadline(options, where, async (signal, alive) => {
    const response = await fetchOk(query, options, signal);
    return { text: await readText(response, alive), status: response.status };
  });
  return decodeWith(query, query.expect === 'text' ? text : parseBody(text, where, status));
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

function parseBody(text: string, where: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    const looks = /^\s*</.test(text) ? 'HTML' : 'something that is not JSON';
    throw new LogStreamError(
      'protocol',
      `${where} answered with ${looks} where JSON was expected. Check that the base URL points at the backend and not at a web page or proxy.`,
      { cause: thrown, status },
    );
  }
}

/** A decoder that throws anything but our error has met an answer that it was not written for. */
function decodeWith<T>(query: Query<T>, body: unknown): T {
  try {
    return query.decode(body);
  } catch (thrown) {
    throw toLogStreamError(thrown, 'protocol', `The answer of ${showUrl(query.url)} could not be read`);
  }
}
