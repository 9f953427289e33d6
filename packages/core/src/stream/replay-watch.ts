/**
 * Decides when the lines that a pass holds back are settled: when nothing more has arrived for a while, because then a replayed tail is complete,
 * unless it stopped before the newest delivered line. If lines never pause, the end of a replay that is shorter than requested cannot be
 * detected: after some time it is settled once it overlaps the delivered lines.
 */
import type { Intake } from '../continuity/intake.js';
import type { Clock } from '../lib/clock.js';

/** A replayed tail is complete if nothing more arrives for this many milliseconds. */
const QUIET = 250;

/** A replay may take this many milliseconds, plus one per requested line. After `PATIENCE` times that, it is settled as it is. */
const LONGEST = 1_000;
const PATIENCE = 4;

/** See the file's head. */
export class ReplayWatch<Raw> {
  private cancel: (() => void) | undefined;
  /** When it is settled if it overlaps the delivered lines, and when at the latest. */
  private due = 0;
  private end = 0;

  constructor(
    private readonly clock: Clock,
    private readonly intake: Intake<Raw>,
  ) {}

  /** Expects a replay of this many lines; `done` is called if none of them arrives. */
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

  /** Something arrived. */
  arrived(): void {
    const { clock, intake } = this;
    if (intake.holding || !intake.reconciler.holding) return;
    this.stop();
    if (!this.isOverdue()) this.cancel = clock.schedule(this.fellSilent, QUIET);
  }

  /** Stops waiting. */
  stop(): void {
    this.cancel?.();
  }

  private readonly fellSilent = (): void => {
    const { clock, intake } = this;
    const lag = intake.reconciler.replayLag;
    if (lag === 'certain') return; // everything so far is already shown, so waiting for the rest costs nothing, however long it takes
    const left = this.end - clock.now();
    if (left > 0 && lag === 'likely') this.cancel = clock.schedule(() => intake.settle(), left);
    else intake.settle();
  };

  private isOverdue(): boolean {
    const { intake } = this;
    const { reconciler } = intake;
    const now = this.clock.now();
    if (now < this.due || !reconciler.replaying) return false;
    this.due = now + QUIET; // the attempt to align takes time in proportion to what is held
    if (now < this.end) return intake.settleMet();
    if (reconciler.replayLag === 'certain') return false;
    intake.settle();
    return true;
  }
}
