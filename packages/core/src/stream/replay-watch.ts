/**
 * Decides when the lines that a pass holds back are settled: when nothing more has arrived for a while, because then a replayed tail is complete,
 * unless it stopped before the newest delivered line. If lines never pause, the end of a replay that is shorter than requested cannot be
 * detected: after some time it is settled once it overlaps the delivered lines.
 */
import type { Intake } from '../continuity/intake.js';
import type { Clock } from '../lib/clock.js';

/** A replayed tail is complete if nothing more arrives for this many milliseconds. */
const QUIET = 250;

/** From its first line on, a replay may take this many milliseconds, plus one per requested line. After `PATIENCE` times that, it is settled as soon as it pauses. */
const LONGEST = 1_000;
const PATIENCE = 4;

/** See the file's head. */
export interface ReplayWatch {
  /** Expects a replay of this many lines; `done` is called if none of them arrives. */
  begin(lines: number, done: () => void): void;
  /** Something arrived. */
  arrived(): void;
  /** Stops waiting. */
  stop(): void;
}

export function createReplayWatch<Raw>(clock: Clock, intake: Intake<Raw>): ReplayWatch {
  const { reconciler } = intake;
  let cancel: (() => void) | undefined;
  /** Milliseconds that the replay may take. */
  let most = 0;
  /** None of it has arrived. */
  let isAwaited = false;
  /** When it is settled if it overlaps the delivered lines, and when at the latest. */
  let due = 0;
  let end = 0;

  function waitFor(ms: number, fn: () => void): void {
    cancel?.();
    cancel = clock.schedule(fn, ms);
  }

  function fellSilent(): void {
    const lag = reconciler.replayLag;
    if (lag === 'certain') return; // everything so far is already shown, so waiting for the rest costs nothing, however long it takes
    const left = end - clock.now();
    if (left > 0 && lag === 'likely') waitFor(left, intake.settle);
    else intake.settle();
  }

  function isOverdue(): boolean {
    const now = clock.now();
    if (now < due || !reconciler.replaying) return false;
    due = now + QUIET; // the attempt to align takes time in proportion to what is held
    if (now < end) return intake.settleMet();
    // A slow replay that has not come to what is held: it is complete at the latest when it has as many lines as were requested.
    if (reconciler.replayLag !== 'none') return false;
    intake.settle();
    return true;
  }

  return {
    begin(lines, done) {
      most = LONGEST + lines;
      isAwaited = true;
      waitFor(QUIET, () => {
        intake.settle();
        done();
      });
    },
    arrived() {
      if (intake.holding || !reconciler.holding) return;
      if (isAwaited) {
        isAwaited = false;
        due = clock.now() + most;
        end = clock.now() + most * PATIENCE;
      }
      cancel?.();
      if (!isOverdue()) waitFor(QUIET, fellSilent);
    },
    stop: () => cancel?.(),
  };
}
