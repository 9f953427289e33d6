/** Builds URLs without the `URL` class, which pure folders lack, and which would let `..` and `+` through. */
import { invalidArgument } from '../errors.js';
import { describe } from './json.js';

/** Query parameters; undefined ones are left out. */
export type QueryValues = Readonly<Record<string, string | number | boolean | undefined>>;

/** Scheme, host, and optionally port and path: no user, query, fragment or white space. */
const BASE = /^(http|ws)(s?):\/\/([^\s\\/?#@:][^\s\\/?#@]*(?:\/[^\s\\?#]*)?)$/i;
const EXAMPLE = 'such as "http://localhost:8080" or location.origin';

/**
 * Checks and normalises the base URL in the argument of a backend's factory, so that equal addresses give equal keys: `http(s):` (also for
 * `ws:` and `wss:`), no trailing slash. Throws `invalid-argument`.
 */
export function readBaseUrl(config: { readonly baseUrl: string } | undefined): string {
  const base = config?.baseUrl ?? '';
  if (typeof base !== 'string')
    throw invalidArgument(`baseUrl must be a string, ${EXAMPLE}. For a URL object, pass its .href.`);
  const text = base.trim();
  if (text === '') throw invalidArgument(`baseUrl is missing. Pass the backend's address, ${EXAMPLE}.`);
  const [, , secure = '', address] = BASE.exec(text) ?? [];
  if (address === undefined) {
    // The value is not repeated if it may contain a password or a token.
    const shown = /[@?]/.test(text) ? '' : `, not ${describe(text)}`;
    throw invalidArgument(
      `baseUrl must be an http:// or https:// URL without user, query and fragment, ${EXAMPLE}${shown}. Pass a token as \`token\`.`,
    );
  }
  let end = address.length;
  while (address[end - 1] === '/') end -= 1;
  return `http${secure.toLowerCase()}://${address.slice(0, end)}`;
}

/** Percent-encodes a value, including `+`. A lone surrogate, which a URL cannot contain, becomes U+FFFD. */
export function encodeValue(value: string | number | boolean): string {
  // With the flag `u` this matches lone surrogates only, and no halves of a character.
  return encodeURIComponent(String(value).replace(/[\ud800-\udfff]/gu, '\ufffd'));
}

/**
 * Encodes an id as one segment of a path. `what` names it in the error: "task id". Throws `invalid-argument` for an empty id, and
 * for `.` and `..`, which URL parsers resolve as relative segments.
 */
export function encodeId(what: string, id: string): string {
  if (typeof id !== 'string' || id.trim() === '')
    throw invalidArgument(`The ${what} is missing: pass a non-empty string, not ${describe(id)}.`);
  if (id === '.' || id === '..') throw invalidArgument(`"${id}" cannot be a ${what}: pass the id itself.`);
  return encodeValue(id);
}

/**
 * Joins `base`, `path` and `query`. The base must come from {@link readBaseUrl}, and the path must already be encoded, see
 * {@link encodeId}; the query is encoded here.
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
