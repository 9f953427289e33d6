import { aborted } from '../errors.js';
import { checkSignal } from './check-signal.js';

/**
 * Runs `work` with a signal that fires with the first of `signals`. Then rejects with kind `aborted` at once, even if `work` waits for
 * what others have begun.
 */
export async function untilAborted<T>(
  signals: readonly (AbortSignal | undefined)[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signals.forEach(checkSignal);
  const controller = new AbortController();
  const { signal } = controller;
  const abort = (): void => controller.abort();
  try {
    return await new Promise<T>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(aborted()));
      for (const one of signals) {
        one?.addEventListener('abort', abort, { once: true });
        if (one?.aborted) abort();
      }
      if (!signal.aborted) work(signal).then(resolve, reject);
    });
  } finally {
    for (const one of signals) one?.removeEventListener('abort', abort);
  }
}
