/** The I/O of the typed REST methods. */
import { hostFetch } from '../lib/host-fetch.js';
import { send, type Query } from '../lib/http.js';
import type { BackendConfig } from './source.js';

/** Options of every call to a server. */
export interface CallOptions {
  /** Aborts the call; it then rejects with kind `aborted`. */
  readonly signal?: AbortSignal | undefined;
}

/** Sends one query. Rejects with a `LogStreamError`. */
export type Reader = <T>(query: Query<T>, options?: CallOptions) => Promise<T>;

/** Creates a reader that uses the backend's own `fetch` and token. */
export function createReader(config: Pick<BackendConfig, 'fetch' | 'token'>): Reader {
  return (query, options) =>
    send(query, { fetch: config.fetch ?? hostFetch, token: config.token, signal: options?.signal });
}
