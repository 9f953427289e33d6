/** Every default in one place. */

/** Full-jitter back-off: `rand(0, min(cap, base · 2ⁿ))`, never under `floor`. Milliseconds. */
export interface BackoffOptions {
  readonly base: number;
  readonly cap: number;
  readonly floor: number;
  /** A connection that stood this long starts the count anew. */
  readonly resetAfter: number;
}

/** The defaults of every stream. */
export const DEFAULTS = Object.freeze({
  bufferLines: 10_000,
  bufferBytes: 16 * 1024 * 1024,
  autoReconnect: true,
  maxReconnectAttempts: Number.POSITIVE_INFINITY,
  backoff: Object.freeze({ base: 1_000, cap: 30_000, floor: 50, resetAfter: 5_000 }),
  connectTimeout: 10_000,
  stallTimeout: 45_000,
  /** A learnt heartbeat times this is the stall limit. */
  stallHeartbeats: 2.5,
  pollInterval: 2_000,
  overlapWindow: 5_000,
  maxMessageBytes: 1024 * 1024,
  completeOnClose: false,
  notifyInterval: 16,
  /** What a server may ask us to wait (`retry:`, `Retry-After`) is clamped to this. */
  serverDelay: Object.freeze({ min: 100, max: 60_000 }),
});
