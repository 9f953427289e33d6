/** Goes to the first line at a time; older lines are loaded for it. A part that comes late. */
import type { LogView } from '@tailrace/core';
import type { Store } from '../lib/store.js';
import type { FullState } from './full-state.js';
import { readTime } from './model/time-input.js';
import type { ViewportController } from './model/viewport-controller.js';
import type { ViewerHistory } from './viewer-history.js';
import type { TimeJump } from './viewer-jumps.js';
import type { ViewerSelection } from './viewer-selection.js';

/** Rows that are looked at in one go. */
const SLICE = 50_000;

/** Lets the page draw and answer. */
const breathe = (): Promise<void> => new Promise((done) => setTimeout(done, 0));

const timeAt = (view: LogView, row: number, step: 1 | -1): number | undefined => {
  for (let at = row; at >= 0 && at < view.length && Math.abs(at - row) < SLICE; at += step) {
    const item = view.at(at);
    if (item?.kind === 'log' && item.time !== undefined) return item.time;
  }
  return undefined;
};

/** See the file's head. */
export class TimeJumps {
  /** Grows with every jump: a later one ends those before it. */
  private turn = 0;

  constructor(
    private readonly store: Store<FullState>,
    private readonly viewport: ViewportController,
    private readonly selection: ViewerSelection,
    private readonly history: ViewerHistory,
  ) {}

  private get view(): LogView {
    this.viewport.refresh?.();
    return this.viewport.getState().view;
  }

  /** {@link TimeJumps.toTime} for a time as a person types it, see `readTime`. */
  async toTyped(text: string): Promise<TimeJump> {
    const { view } = this;
    const { timestamps, timeZone, snapshot } = this.store.get();
    const last = timeAt(view, view.length - 1, -1);
    const over =
      snapshot.status === 'complete' || snapshot.status === 'failed' || snapshot.status === 'closed';
    const time = readTime(text, {
      // In a log that is over, "five minutes ago" is five minutes before its end.
      now: over && last !== undefined ? last : Date.now(),
      timeZone: timestamps === 'utc' ? 'UTC' : timeZone,
      first: timeAt(view, 0, 1),
      last,
      near: timeAt(view, Math.max(0, this.viewport.rowsInSight().first), 1),
    });
    return time === undefined ? 'invalid' : this.toTime(time);
  }

  /**
   * Selects the first line, in the order of the log, whose time is at or after `time`, and brings it into sight. Lines without a time
   * are passed over. Where clocks went backwards, the first such line counts, even when earlier times follow it. Loads older lines
   * while the oldest held is later than that.
   */
  async toTime(time: number): Promise<TimeJump> {
    this.turn += 1;
    const { turn } = this;
    const reached = await this.loadBack(time, turn);
    if (turn !== this.turn) return 'none';
    const seq = await this.firstAt(time, turn);
    if (seq === undefined) return 'none';
    this.selection.select(seq);
    this.viewport.scrollToSeq(seq, 'center');
    return reached ? 'found' : 'oldest';
  }

  /** Whether everything that the server has from `time` on is held. */
  private async loadBack(time: number, turn: number): Promise<boolean> {
    this.viewport.refresh?.();
    for (;;) {
      const { snapshot } = this.store.get();
      const first = timeAt(snapshot.view, 0, 1);
      if (first === undefined || first < time || snapshot.history === 'start') return true;
      if (snapshot.history !== 'more' && snapshot.history !== 'loading') return false;
      const came = await this.history.load();
      const now = this.store.get().snapshot;
      // No room, or a paused stream, which shows nothing new.
      if (came === 0 || now.view.at(0)?.seq === snapshot.view.at(0)?.seq) return now.history === 'start';
      if (turn !== this.turn) return false;
    }
  }

  private async firstAt(time: number, turn: number): Promise<number | undefined> {
    // By number, not by row: rows move when lines are loaded or evicted meanwhile.
    for (let seq = Number.NEGATIVE_INFINITY; turn === this.turn;) {
      const { view } = this;
      const from = seq === Number.NEGATIVE_INFINITY ? 0 : view.rowAtOrAfter(seq);
      const to = Math.min(view.length, from + SLICE);
      for (let row = from; row < to; row += 1) {
        const item = view.at(row);
        if (item?.kind === 'log' && item.time !== undefined && item.time >= time) return item.seq;
      }
      const next = view.at(to);
      if (!next) return undefined;
      seq = next.seq;
      await breathe();
    }
    return undefined;
  }
}
