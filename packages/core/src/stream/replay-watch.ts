/**
 * When what a pass holds back goes in: when nothing more came for a while, for then a replayed tail is complete, unless it stopped in
 * the midst of what is held. Where lines never pause, a replay of fewer lines than were asked for has no end to be seen: after some
 * time it goes in once it has met what is held.
 */
import type { Intake } from '../continuity/intake.js';
import type { Clock } from '../lib/clock.js';

/** A replayed tail is complete when nothing more came for this long, milliseconds. */
const QUIET = 250;

/** A replay may go on for so many milliseconds, and one more for each line that was asked for. After so many times that, it goes in as it is. */
const LONGEST = 1_000;
const PATIENCE = 4;

/** See the file's head. */
export class ReplayWatch<Raw> {
  private cancel: (() => void) | undefined;
  /** From when on it goes in if it has met what is held, and if it has not. */
  private due = 0;
  private end = 0;

  constructor(
    private readonly clock: Clock,
    private readonly intake: Intake<Raw>,
  ) {}

  /** A replay of so many lines is to come; `done` is called where none of them does. */
  begin(lines: number, done: () => void): void {
    const { clock, intake } = this;
    const most = LONGEST + lines;
    this.due = clock.now() + most;
    this.end = clock.now() + most * PATIENCE;
    this.stop();
    this.cancel = clock.schedule(() => {
      intake.settle();
      done();
    }, QUIET);
  }

  /** Something came. */
  arrived(): void {
    const { clock, intake } = this;
    if (intake.holding || !intake.reconciler.holding) return;
    this.stop();
    if (!this.isOverdue()) this.cancel = clock.schedule(this.fellSilent, QUIET);
  }

  /** Waits for nothing any more. */
  stop(): void {
    this.cancel?.();
  }

  private readonly fellSilent = (): void => {
    const { clock, intake } = this;
    const lag = intake.reconciler.replayLag;
    if (lag === 'certain') return; // all of it is shown: nothing is lost by waiting for the rest, however long that takes
    const left = this.end - clock.now();
    if (left > 0 && lag === 'likely') this.cancel = clock.schedule(() => intake.settle(), left);
    else intake.settle();
  };

  private isOverdue(): boolean {
    const { intake } = this;
    const { reconciler } = intake;
    const now = this.clock.now();
    if (now < this.due || !reconciler.replaying) return false;
    this.due = now + QUIET; // to lay it against what is held costs as much as that is long
    if (now < this.end) return intake.settleMet();
    if (reconciler.replayLag === 'certain') return false;
    intake.settle();
    return true;
  }
}
