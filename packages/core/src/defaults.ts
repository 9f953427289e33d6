/** The defaults of all options. */

/** Full-jitter back-off: `rand(0, min(cap, base · 2ⁿ))`, but at least `floor`. All values are milliseconds. */
export interface BackoffOptions {
  /** Upper limit of the first delay; doubles with each failure. Default 1,000. */
  readonly base: number;
  /** Upper limit of every delay. Default 30,000. */
  readonly cap: number;
  /** Lower limit of every delay. Default 50. */
  readonly floor: number;
  /** A connection that stayed open this long resets the count of failures. Default 5,000. */
  readonly resetAfter: number;
}

/** The defaults of every stream. */
export const DEFAULTS = Object.freeze({
  bufferLines: 10_000,
  bufferBytes: 16 * 1024 * 1024,
  autoReconnect: true,
  maxReconnectAttempts: Infinity,
  backoff: Object.freeze({ base: 1_000, cap: 30_000, floor: 50, resetAfter: 5_000 }),
  connectTimeout: 10_000,
  stallTimeout: 45_000,
  /** The stall limit is the server's heartbeat interval, once known, times this. */
  stallHeartbeats: 2.5,
  pollInterval: 2_000,
  overlapWindow: 5_000,
  maxMessageBytes: 1024 * 1024,
  completeOnClose: false,
  notifyInterval: 16,
  /** Milliseconds to which a delay requested by the server (`retry:`, `Retry-After`) is clamped. */
  serverDelay: Object.freeze({ min: 100, max: 60_000 }),
});
