/** Tries to fill each new gap automatically: lines that could not be read at first may be available a moment later, or another way. */
import { backoffDelay } from '../connection/backoff.js';
import { toLogStreamError, type LogStreamError } from '../errors.js';
import { sleep } from '../lib/sleep.js';
import { untilAborted } from '../lib/until-aborted.js';
import type { ResolvedOptions } from '../options.js';

/** Milliseconds that an iterator waits at a gap for lines that may still fill it. */
const READERS_WAIT = 10_000;

/** Attempts for a gap after temporary failures, until the connection opens again. */
const ATTEMPTS = 4;

export interface AutoFillParts {
  readonly options: Pick<ResolvedOptions, 'backoff' | 'clock' | 'random' | 'signal'>;
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
  /** The connection has opened: tries those gaps again whose attempts all failed for a time. */
  tryAgain(): void;
  /** Whether a gap may still be filled, so that an in-order reader should wait. */
  isTrying(seq: number): boolean;
  /** Ends all attempts and timers, so that none keeps a process alive. */
  stop(): void;
}

export function createAutoFill({ options, isOver, fill, error, settled }: AutoFillParts): AutoFill {
  const { clock } = options;
  /** By gap: cancels the timer that ends the wait for it. */
  const waits = new Map<number, () => void>();
  let running = new AbortController();
  /** Gaps that could be filled if the server answered. */
  let failed: number[] = [];

  function settle(seq: number): void {
    waits.get(seq)?.();
    if (waits.delete(seq)) settled();
  }

  /** Tries until it succeeds, or it is clear that trying again is no use. Resolves with false if it may be of use later. */
  async function attempt(seq: number, signal: AbortSignal): Promise<boolean> {
    for (let failures = 0; failures < ATTEMPTS;) {
      await sleep(failures && backoffDelay(failures, options.backoff, options.random), clock, signal);
      try {
        if (!isOver()) await fill(seq, signal);
        return true;
      } catch (thrown) {
        if (signal.aborted) return true;
        const problem = toLogStreamError(thrown, 'network', 'A gap could not be filled');
        error(problem);
        if (!problem.retryable) return true;
        failures += 1;
      }
    }
    return false;
  }

  const autoFill: AutoFill = {
    try(seq) {
      waits.set(
        seq,
        clock.schedule(() => settle(seq), READERS_WAIT),
      );
      untilAborted([running.signal, options.signal], (signal) => attempt(seq, signal))
        .then((done) => void (done || failed.push(seq)))
        .catch(() => undefined) // stopped while it waited
        .finally(() => settle(seq));
    },
    tryAgain() {
      const seqs = failed;
      failed = [];
      seqs.forEach(autoFill.try);
    },
    isTrying: (seq) => waits.has(seq),
    stop() {
      failed = [];
      running.abort();
      running = new AbortController();
      for (const seq of [...waits.keys()]) settle(seq);
    },
  };
  return autoFill;
}
