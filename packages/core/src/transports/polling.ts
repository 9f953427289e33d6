/** The timing of polling. The caller sends the requests. */
import type { Clock } from '../lib/clock.js';
import { sleep } from '../lib/sleep.js';

/** Options of {@link pollLoop}. */
export interface PollLoopOptions {
  /** One poll. Resolve with `again` to poll once more after the interval, or with `done` to end the loop. A rejection ends the loop, too. */
  turn(signal: AbortSignal): Promise<'again' | 'done'>;
  /** Milliseconds from the end of one poll to the start of the next, so that polls of a slow server never overlap. */
  readonly interval: number;
  readonly clock: Clock;
  /** Ends the loop; the promise then resolves. */
  readonly signal: AbortSignal;
}

/** Polls until a turn resolves with `done` or the signal fires. Rejects if a turn does. */
export async function pollLoop({ turn, interval, clock, signal }: PollLoopOptions): Promise<void> {
  try {
    while (!signal.aborted && (await turn(signal)) === 'again') await sleep(interval, clock, signal);
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
  }
}
