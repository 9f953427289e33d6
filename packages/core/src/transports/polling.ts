/** The timing of polling. What is asked, and what becomes of the answer, is the caller's. */
import type { Clock } from '../lib/clock.js';
import { sleep } from '../lib/sleep.js';

/** What {@link pollLoop} needs. */
export interface PollLoopOptions {
  /**
   * One turn: asks, and takes the answer in. `again` waits an interval and asks once more, `done` ends the loop. What it
   * throws ends the loop and is thrown to the caller.
   */
  turn(signal: AbortSignal): Promise<'again' | 'done'>;
  /** Milliseconds from the end of one turn to the start of the next: a slow server is never asked twice at once. */
  readonly interval: number;
  readonly clock: Clock;
  /** Ends the loop; the promise then resolves. */
  readonly signal: AbortSignal;
}

/** Takes turns until one says `done`, one throws, or the signal fires. Turns never overlap and never pile up. */
export async function pollLoop({ turn, interval, clock, signal }: PollLoopOptions): Promise<void> {
  try {
    while (!signal.aborted && (await turn(signal)) === 'again') await sleep(interval, clock, signal);
  } catch (thrown) {
    if (!signal.aborted) throw thrown; // else it was interrupted, as asked
  }
}
