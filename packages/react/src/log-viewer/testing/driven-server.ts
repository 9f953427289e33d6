/**
 * The server behind a log, for what a viewer asks of it: older lines, and those of a gap. It answers as its own dice say, so that nothing
 * else of a run hangs on when it is asked.
 */
import { LogStreamError } from '@tailrace/core';
import type { Dice } from './dice.js';
import type { DrivenLog } from './driven-log.js';
import { nextFrames } from './next-frames.js';
import { randomLine, type MadeLine } from './random-lines.js';

/** See the file's head. */
export class DrivenServer {
  /** Questions that have no answer yet. */
  pending = 0;
  /** What became of the last gap that was to be filled: lines came, there are none, or it says why not. */
  filled: 'lines' | 'none' | 'refused' = 'none';
  private pages: number;
  private made = 0;
  private loading: Promise<number> | undefined;

  constructor(
    private readonly log: DrivenLog,
    private readonly dice: Dice,
    /** Lines came into the midst of those that are held. */
    private readonly changed: () => void,
  ) {
    this.pages = dice.pick([0, 0, 1, 3]);
    log.askServer({
      older: () => (this.loading ??= this.older().finally(() => (this.loading = undefined))),
      fill: (seq) => this.fill(seq),
    });
    if (this.pages > 0) log.tellHistory('more');
  }

  private async older(): Promise<number> {
    const { log, dice } = this;
    log.tellHistory('loading');
    const refused = await this.think();
    const came = refused ? 0 : log.prepend(this.lines(1 + dice.below(80)));
    if (came > 0) this.pages -= 1;
    log.tellHistory(this.pages > 0 ? 'more' : 'start');
    if (refused) throw new LogStreamError('server', 'There is no answer today.');
    return came;
  }

  private async fill(seq: number): Promise<number> {
    const { log, dice } = this;
    const refused = await this.think();
    const gap = log.held.find((item) => item.seq === seq);
    const found = gap?.kind === 'gap' && !refused && dice.below(3) > 0;
    const came = found ? log.fill(seq, this.lines(gap.missing ?? 1)) : 0;
    if (came > 0) this.changed();
    this.filled = refused ? 'refused' : came > 0 ? 'lines' : 'none';
    if (refused) throw new LogStreamError('server', 'There is no answer today.');
    return came;
  }

  /** Takes a while, or none. Answers whether it refuses. */
  private async think(): Promise<boolean> {
    this.pending += 1;
    await nextFrames(this.dice.below(4));
    this.pending -= 1;
    return this.dice.below(5) === 0;
  }

  /** Lines from before all that it gave so far. */
  private lines(count: number): readonly MadeLine[] {
    this.made -= count;
    return Array.from({ length: count }, (_, at) => randomLine(this.made + at, this.dice));
  }
}
