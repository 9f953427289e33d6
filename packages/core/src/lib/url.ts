/**
 * Building URLs from parts, without the `URL` class: pure folders have none, and it would let `..` and `+` through.
 */
import { invalidArgument } from '../errors.js';
import { describe } from './json.js';

/** Query parameters; undefined ones are left out. */
export type QueryValues = Readonly<Record<string, string | number | boolean | undefined>>;

/** Scheme, and host with what may follow it: no user, query, fragment or white space. */
const BASE = /^(http|ws)(s?):\/\/([^\s\\/?#@:][^\s\\/?#@]*(?:\/[^\s\\?#]*)?)$/i;
const EXAMPLE = 'such as "http://localhost:8080"';

/** The same of what a backend's factory was given, which may be nothing at all. */
export function readBaseUrlOf(config: { readonly baseUrl: string } | undefined): string {
  return readBaseUrl(config?.baseUrl ?? '');
}

/**
 * Checks a base URL and brings it into the one form that URLs and keys are built from: `http(s):`, no slash at the end.
 * `ws:` and `wss:` are taken for `http:` and `https:`. Throws `invalid-argument`.
 */
export function readBaseUrl(base: string): string {
  if (typeof base !== 'string')
    throw invalidArgument(`baseUrl must be a string, ${EXAMPLE}. Of a URL object, pass its .href.`);
  const text = base.trim();
  if (text === '') throw invalidArgument(`baseUrl is missing. Pass where the backend is, ${EXAMPLE}.`);
  const [, , secure = '', address] = BASE.exec(text) ?? [];
  if (address === undefined) {
    // What was passed is not repeated where it may hold a password or a token.
    const shown = /[@?]/.test(text) ? 'what was passed' : describe(text);
    throw invalidArgument(
      `baseUrl must be an http:// or https:// address without user, query and fragment, ${EXAMPLE}; ${shown} is none. A token goes into \`token\`.`,
    );
  }
  let end = address.length;
  while (address[end - 1] === '/') end -= 1;
  return `http${secure.toLowerCase()}://${address.slice(0, end)}`;
}

/** Percent-encodes one value, `+` included. Half a surrogate pair, which no URL can hold, becomes U+FFFD. */
export function encodeValue(value: string | number | boolean): string {
  const text = String(value);
  try {
    return encodeURIComponent(text);
  } catch {
    return encodeURIComponent(new TextDecoder().decode(new TextEncoder().encode(text)));
  }
}

/**
 * An id as one segment of a path. `what` names it in the error: "task id". Throws `invalid-argument` for an empty id, and
 * for `.` and `..`, which every URL parser would take for a step up.
 */
export function encodeId(what: string, id: string): string {
  if (typeof id !== 'string' || id.trim() === '')
    throw invalidArgument(`The ${what} is missing: pass a text that is not empty, not ${describe(id)}.`);
  if (id === '.' || id === '..') throw invalidArgument(`"${id}" cannot be a ${what}: pass the id itself.`);
  return encodeValue(id);
}

/**
 * `base` + `path` + `query`, everything in the query encoded. The base is one that {@link readBaseUrl} gave; the path must be
 * encoded already, see {@link encodeId}.
 */
export function buildUrl(base: string, path: string, query: QueryValues = {}): string {
  let url = base + (path === '' || path.startsWith('/') ? path : `/${path}`);
  let joint = url.includes('?') ? '&' : '?';
  for (const name of Object.keys(query)) {
    const value = query[name];
    if (value === undefined) continue;
    url += `${joint}${encodeValue(name)}=${encodeValue(value)}`;
    joint = '&';
  }
  return url;
}

/** A file name made of an id: no separators, no control characters, no dots in front. */
export function fileName(id: string, extension: string): string {
  const safe = id.replace(/[\u0000-\u001f\u007f<>:"/\\|?*]/g, '_').replace(/^\.+/, '_');
  return `${safe}.${extension}`;
}
