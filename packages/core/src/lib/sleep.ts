import { aborted } from '../errors.js';
import type { Clock } from './clock.js';

/** Resolves after `ms` milliseconds; rejects with kind `aborted` if the signal fires first. */
export function sleep(ms: number, clock: Clock, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      cancel();
      reject(aborted());
    };
    const cancel = clock.schedule(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });
}
