/** Tries each new gap once by itself: what could not be had at first may be there a moment later, or another way. */
import { toLogStreamError, type LogStreamError } from '../errors.js';
import type { Clock } from '../lib/clock.js';

export interface AutoFillParts {
  readonly clock: Clock;
  /** Nothing may go out any more. */
  isOver(): boolean;
  fill(seq: number, signal: AbortSignal): Promise<unknown>;
  error(error: LogStreamError): void;
}

export interface AutoFill {
  /** Later: the lines after the gap are stored next, and say where it ends. */
  try(seq: number): void;
  /** Ends what is under way: nothing of it keeps a process alive. */
  stop(): void;
}

export function createAutoFill({ clock, isOver, fill, error }: AutoFillParts): AutoFill {
  let running = new AbortController();

  async function attempt(seq: number): Promise<void> {
    if (isOver()) return;
    const { signal } = running;
    try {
      await fill(seq, signal);
    } catch (thrown) {
      if (!signal.aborted) error(toLogStreamError(thrown, 'network', 'A gap could not be filled'));
    }
  }

  return {
    try: (seq) => void clock.schedule(() => void attempt(seq), 0),
    stop() {
      running.abort();
      running = new AbortController();
    },
  };
}
