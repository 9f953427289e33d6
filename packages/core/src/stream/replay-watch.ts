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
  /** Milliseconds since its first line, without those in which the page was frozen and received nothing. */
  let elapsed = 0;
  /** When it is settled if it overlaps the delivered lines. */
  let due = 0;
  /** When the time was looked at last, and how long it is until the timer makes us look again. */
  let last = 0;
  let wait = 0;

  function waitFor(ms: number, fn: () => void): void {
    cancel?.();
    last = clock.now();
    wait = ms;
    cancel = clock.schedule(fn, ms);
  }

  function timePasses(): void {
    // If it seems to be more, the page was frozen; if less than none, the computer's clock was set back.
    elapsed += Math.max(0, Math.min(clock.now() - last, wait));
  }

  function fellSilent(): void {
    timePasses();
    const lag = reconciler.replayLag;
    if (lag === 'certain') return; // everything so far is already shown, so waiting for the rest costs nothing, however long it takes
    const left = most * PATIENCE - elapsed;
    if (left > 0 && lag === 'likely') waitFor(left, fellSilent);
    else intake.settle();
  }

  function isOverdue(): boolean {
    if (elapsed < due || !reconciler.replaying) return false;
    due = elapsed + QUIET; // the attempt to align takes time in proportion to what is held
    // A slow replay that has not come to what is held: it is complete at the latest when it has as many lines as were requested.
    const isOver = elapsed < most * PATIENCE ? reconciler.replayMet : reconciler.replayLag === 'none';
    if (isOver) intake.settle();
    return isOver;
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
      timePasses();
      if (isAwaited) {
        isAwaited = false;
        elapsed = 0;
        due = most;
      }
      cancel?.();
      if (!isOverdue()) waitFor(QUIET, fellSilent);
    },
    stop: () => cancel?.(),
  };
}
