/** Tries each new gap once by itself: what could not be had at first may be there a moment later, or another way. */
import { toLogStreamError, type LogStreamError } from '../errors.js';
import type { Clock } from '../lib/clock.js';

/** Milliseconds that a reader waits at a gap for what may still come into its place. */
const READERS_WAIT = 10_000;

export interface AutoFillParts {
  readonly clock: Clock;
  /** Nothing may go out any more. */
  isOver(): boolean;
  fill(seq: number, signal: AbortSignal): Promise<unknown>;
  error(error: LogStreamError): void;
  /** A gap is no longer worth waiting for. */
  settled(): void;
}

export interface AutoFill {
  /** Later: the lines after the gap are stored next, and say where it ends. */
  try(seq: number): void;
  /** Whether a gap may yet become lines, so that who reads in order does well to wait. */
  isTrying(seq: number): boolean;
  /** Ends what is under way: nothing of it keeps a process alive. */
  stop(): void;
}

export function createAutoFill({ clock, isOver, fill, error, settled }: AutoFillParts): AutoFill {
  /** By gap: stops the wait for it. */
  const waits = new Map<number, () => void>();
  let running = new AbortController();

  function settle(seq: number): void {
    waits.get(seq)?.();
    if (waits.delete(seq)) settled();
  }

  async function attempt(seq: number, signal: AbortSignal): Promise<void> {
    try {
      if (!signal.aborted && !isOver()) await fill(seq, signal);
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
