import { LogStreamError } from '../errors.js';
import type { Clock } from './clock.js';

/** Resolves after `ms` milliseconds; rejects with `aborted` when the signal fires first. */
export function sleep(ms: number, clock: Clock, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const aborted = (): void => {
      cancel();
      reject(new LogStreamError('aborted', 'The wait was aborted by the caller.'));
    };
    const cancel = clock.schedule(() => {
      signal?.removeEventListener('abort', aborted);
      resolve();
    }, ms);
    if (signal?.aborted) aborted();
    else signal?.addEventListener('abort', aborted, { once: true });
  });
}
