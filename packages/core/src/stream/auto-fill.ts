/** Tries to fill each new gap once automatically: lines that could not be read at first may be available a moment later, or another way. */
import { toLogStreamError, type LogStreamError } from '../errors.js';
import type { Clock } from '../lib/clock.js';

/** Milliseconds that an iterator waits at a gap for lines that may still fill it. */
const READERS_WAIT = 10_000;

export interface AutoFillParts {
  readonly clock: Clock;
  /** The stream is over: no more requests may be sent. */
  isOver(): boolean;
  fill(seq: number, signal: AbortSignal): Promise<unknown>;
  error(error: LogStreamError): void;
  /** A gap is no longer worth waiting for. */
  settled(): void;
}

export interface AutoFill {
  /** Schedules an attempt. It runs later, when the change that it follows is complete. */
  try(seq: number): void;
  /** Whether a gap may still be filled, so that an in-order reader should wait. */
  isTrying(seq: number): boolean;
  /** Ends all attempts and timers, so that none keeps a process alive. */
  stop(): void;
}

export function createAutoFill({ clock, isOver, fill, error, settled }: AutoFillParts): AutoFill {
  /** By gap: cancels the timer that ends the wait for it. */
  const waits = new Map<number, () => void>();
  let running = new AbortController();

  function settle(seq: number): void {
    waits.get(seq)?.();
    if (waits.delete(seq)) settled();
  }

  async function attempt(seq: number, signal: AbortSignal): Promise<void> {
    try {
      if (!isOver()) await fill(seq, signal);
    } catch (thrown) {
      if (!signal.aborted) error(toLogStreamError(thrown, 'network', 'A gap could not be filled'));
    } finally {
      settle(seq);
    }
  }

  return {
    try(seq) {
      const { signal } = running;
      waits.set(
        seq,
        clock.schedule(() => settle(seq), READERS_WAIT),
      );
      clock.schedule(() => void attempt(seq, signal), 0);
    },
    isTrying: (seq) => waits.has(seq),
    stop() {
      running.abort();
      running = new AbortController();
      for (const seq of [...waits.keys()]) settle(seq);
    },
  };
}
