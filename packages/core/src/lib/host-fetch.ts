import { invalidArgument } from '../errors.js';

/**
 * The global `fetch`, looked up at each request, because a test may replace it after a stream was created. If there is none, as in Jest's
 * jsdom, only requests reject, with `invalid-argument`; a feed works without.
 */
export const hostFetch: typeof globalThis.fetch = (...request) =>
  typeof globalThis.fetch === 'function'
    ? globalThis.fetch(...request)
    : Promise.reject(invalidArgument('This environment has no fetch. Pass one as options.fetch.'));
