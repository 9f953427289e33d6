/** Full-jitter exponential back-off, and the limits for delays that a server asks for. */
import { DEFAULTS, type BackoffOptions } from '../defaults.js';

/**
 * Milliseconds to wait before attempt `failures + 1`: uniform in 0 … min(cap, base · 2ⁿ), never under the floor. The
 * jitter comes after the cap, so that clients spread out however long the outage is
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 */
export function backoffDelay(failures: number, options: BackoffOptions, random: () => number): number {
  const ceiling = Math.min(options.cap, options.base * 2 ** Math.min(99, failures - 1));
  return Math.max(options.floor, Math.round(random() * ceiling));
}

/** A delay that the server asked for (`retry:`, `Retry-After`), clamped to the allowed range. */
export function clampServerDelay(milliseconds: number): number {
  const { min, max } = DEFAULTS.serverDelay;
  return Math.min(max, Math.max(min, milliseconds));
}
