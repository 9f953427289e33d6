import { aborted, type LogStreamError } from '../errors.js';
import { checkSignal } from './check-signal.js';

/**
 * Runs `work` with a signal that fires with the first of `signals`, and when `work` is over. If one of them fires, rejects with kind
 * `aborted`, and if `work` calls `giveUp`, with that error: at once, even if `work` ignores its signal or waits for what others have begun.
 */
export async function untilAborted<T>(
  signals: readonly (AbortSignal | undefined)[],
  work: (signal: AbortSignal, giveUp: (error: LogStreamError) => void) => Promise<T>,
): Promise<T> {
  signals.forEach(checkSignal);
  const controller = new AbortController();
  let abort = (): void => undefined;
  try {
    return await new Promise<T>((resolve, reject) => {
      const giveUp = (error: LogStreamError): void => {
        reject(error);
        controller.abort();
      };
      abort = () => giveUp(aborted());
      for (const one of signals) {
        if (one?.aborted) return abort();
        one?.addEventListener('abort', abort, { once: true });
      }
      work(controller.signal, giveUp).then(resolve, reject);
    });
  } finally {
    controller.abort(); // frees what a failure has left unread
    for (const one of signals) one?.removeEventListener('abort', abort);
  }
}
