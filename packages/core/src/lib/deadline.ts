import { aborted, type LogStreamError } from '../errors.js';
import type { Clock } from './clock.js';

/** How long something may take. */
export interface Deadline {
  /** Milliseconds of silence after which it is given up. */
  readonly ms: number;
  readonly clock: Clock;
  /** Ends it at once, with an error of kind `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /** What it is given up with. */
  late(): LogStreamError;
}

/**
 * Runs `work` until it is done, the signal fires, or it was silent for too long, whatever it makes of the signal that it gets.
 * `alive` says that it is not silent.
 */
export async function withDeadline<T>(
  { ms, clock, signal, late }: Deadline,
  work: (signal: AbortSignal, alive: () => void) => Promise<T>,
): Promise<T> {
  if (signal?.aborted) throw aborted();
  const controller = new AbortController();
  let last = clock.now();
  let cancel: () => void = () => undefined;
  let abort: () => void = () => undefined;
  const givenUp = new Promise<never>((_resolve, reject) => {
    const giveUp = (error: LogStreamError): void => {
      reject(error);
      controller.abort();
    };
    const look = (): void => {
      const left = ms - (clock.now() - last);
      if (left > 0) cancel = clock.schedule(look, left);
      else giveUp(late());
    };
    cancel = clock.schedule(look, ms);
    abort = () => giveUp(aborted());
  });
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([givenUp, work(controller.signal, () => void (last = clock.now()))]);
  } finally {
    cancel();
    signal?.removeEventListener('abort', abort);
  }
}
