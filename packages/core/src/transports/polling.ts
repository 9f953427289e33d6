/** The timing of polling. What is asked, and what becomes of the answer, is the caller's. */
import type { Clock } from '../lib/clock.js';

/** What {@link pollLoop} needs. */
export interface PollLoopOptions {
  /**
   * One turn: asks, and takes the answer in. `again` waits an interval and asks once more, `more` asks again at once
   * (there was a full page), `done` ends the loop. What it throws ends the loop and is thrown to the caller.
   */
  turn(signal: AbortSignal): Promise<'again' | 'more' | 'done'>;
  /** Milliseconds from the end of one turn to the start of the next: a slow server is never asked twice at once. */
  readonly interval: number;
  readonly clock: Clock;
  /** Ends the loop; the promise then resolves. */
  readonly signal: AbortSignal;
}

/** Waits on the clock; resolves early when the signal fires. */
function pause(ms: number, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const wake = (): void => {
      cancel();
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const cancel = clock.schedule(wake, ms);
    signal.addEventListener('abort', wake, { once: true });
  });
}

/** Takes turns until one says `done`, one throws, or the signal fires. Turns never overlap and never pile up. */
export async function pollLoop({ turn, interval, clock, signal }: PollLoopOptions): Promise<void> {
  while (!signal.aborted) {
    let next: Awaited<ReturnType<typeof turn>>;
    try {
      next = await turn(signal);
    } catch (thrown) {
      if (signal.aborted) return; // the turn was interrupted, as asked
      throw thrown;
    }
    if (next === 'done') return;
    if (next === 'again') await pause(interval, clock, signal);
  }
}
