import type { LogStreamError } from '../errors.js';
import type { Clock } from './clock.js';
import { untilAborted } from './until-aborted.js';

/** How long something may take. */
export interface Deadline {
  /** Milliseconds without a sign of life after which it is given up. */
  readonly ms: number;
  readonly clock: Clock;
  /** Ends it at once, with an error of kind `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /** The error with which it is given up. */
  late(): LogStreamError;
}

/**
 * Runs `work` until it is done, the signal fires, or there was no sign of life for too long. Then rejects at once, even if `work` ignores
 * the signal that it was given. `work` calls `alive` as a sign of life.
 */
export async function withDeadline<T>(
  { ms, clock, signal, late }: Deadline,
  work: (signal: AbortSignal, alive: () => void) => Promise<T>,
): Promise<T> {
  let last = clock.now();
  let cancel: (() => void) | undefined;
  try {
    return await untilAborted([signal], (own, giveUp) => {
      const check = (): void => {
        last = Math.min(last, clock.now()); // the clock may have been set back
        const left = ms - (clock.now() - last);
        if (left > 0) cancel = clock.schedule(check, left);
        else giveUp(late());
      };
      check();
      return work(own, () => void (last = clock.now()));
    });
  } finally {
    cancel?.();
  }
}
