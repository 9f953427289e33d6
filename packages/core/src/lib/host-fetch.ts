import { invalidArgument } from '../errors.js';

/**
 * The environment's `fetch`, looked up at each request: a test may put another in its place after a stream was made. Where there
 * is none, as in Jest's jsdom, it is missed only then: a feed asks for nothing. Rejects with `invalid-argument`.
 */
export const hostFetch: typeof globalThis.fetch = (...request) =>
  typeof globalThis.fetch === 'function'
    ? globalThis.fetch(...request)
    : Promise.reject(invalidArgument('This environment has no fetch: pass one as options.fetch.'));
