/**
 * Building URLs from parts, without the `URL` class: pure folders have none, and it would let `..` and `+` through.
 */
import { invalidArgument } from '../errors.js';
import { describe } from './json.js';

/** Query parameters; those that are undefined are left out. */
export type QueryValues = Readonly<Record<string, string | number | boolean | undefined>>;

const SCHEMES: readonly (readonly [prefix: string, scheme: string])[] = [
  ['http://', 'http://'],
  ['https://', 'https://'],
  ['ws://', 'http://'],
  ['wss://', 'https://'],
];

/** The same of what a backend's factory was given, which may be nothing at all. */
export function readBaseUrlOf(config: { readonly baseUrl: string } | undefined): string {
  return readBaseUrl(config?.baseUrl ?? '');
}

/**
 * Checks a base URL and brings it into the one form that URLs and keys are built from: `http(s):`, no slash at the end.
 * `ws:` and `wss:` are taken for `http:` and `https:`. Throws `invalid-argument`.
 */
export function readBaseUrl(base: string): string {
  if (typeof base === 'string' && base.trim() === '')
    throw invalidArgument('baseUrl is missing. Pass where the backend is, such as "http://localhost:8080".');
  if (typeof base !== 'string')
    throw invalidArgument(
      'baseUrl must be a text, such as "http://localhost:8080". Of a URL object, pass its .href.',
    );
  const text = base.trim();
  const lower = text.slice(0, 8).toLowerCase();
  const scheme = SCHEMES.find(([prefix]) => lower.startsWith(prefix));
  // What was passed is not repeated where it may hold a password or a token.
  const shown = text.includes('@') || text.includes('?') ? 'what was passed' : describe(text);
  if (!scheme)
    throw invalidArgument(
      `baseUrl must begin with http:// or https://, such as "http://localhost:8080"; ${shown} does not.`,
    );
  const rest = text.slice(scheme[0].length);
  const host = /^[^/?#]*/.exec(rest)?.[0] ?? '';
  if (host === '' || host.startsWith(':') || /[\s\\]/.test(rest))
    throw invalidArgument(`baseUrl must name a host, such as "http://localhost:8080"; ${shown} does not.`);
  if (host.includes('@'))
    throw invalidArgument(
      'baseUrl must not hold a user name or password: fetch refuses such URLs. Pass a token instead.',
    );
  if (rest.includes('?') || rest.includes('#'))
    throw invalidArgument(
      'baseUrl must end before any ? or #. Pass the address alone; a token goes into `token`.',
    );
  let end = rest.length;
  while (end > 0 && rest.charCodeAt(end - 1) === 47) end -= 1;
  return scheme[1] + rest.slice(0, end);
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

/** `base` + `path` + `query`, everything in the query encoded. The path must be encoded already, see {@link encodeId}. */
export function buildUrl(base: string, path: string, query: QueryValues = {}): string {
  let url = readBaseUrl(base) + (path === '' || path.startsWith('/') ? path : `/${path}`);
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
