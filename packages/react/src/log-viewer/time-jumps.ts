/** Jumps to the first line at or after a time, and loads older lines if necessary. Loaded on demand. */
import type { LogView } from '@tailrace/core';
import { breathe, SLICE } from '../lib/slices.js';
import type { Store } from '../lib/store.js';
import type { FullState } from './full-state.js';
import { readTime } from './model/time-input.js';
import type { ViewportController } from './model/viewport-controller.js';
import type { ViewerHistory } from './viewer-history.js';
import type { TimeJump } from './viewer-jumps.js';
import type { ViewerSelection } from './viewer-selection.js';

/** Rows scanned between two readings of the clock. */
const STRIDE = 1_024;
/** Rows searched for the time of the first, the last or a visible line. */
const NEAR_ROWS = 50_000;

/** The time of a row. Of a packed line nothing else is read. */
function timeIn(view: LogView, row: number): number | undefined {
  const block = view.blockAt?.(row);
  if (block) return block.time(row - block.base);
  const item = view.at(row);
  return item?.kind === 'log' ? item.time : undefined;
}

const timeAt = (view: LogView, row: number, step: 1 | -1): number | undefined => {
  for (let at = row; at >= 0 && at < view.length && Math.abs(at - row) < NEAR_ROWS; at += step) {
    const time = timeIn(view, at);
    if (time !== undefined) return time;
  }
  return undefined;
};

/** See the file's head. */
export class TimeJumps {
  /** Increases with every jump, so that a new one ends the earlier ones. So does another stream. */
  private turn = 0;

  constructor(
    private readonly store: Store<FullState>,
    private readonly viewport: ViewportController,
    private readonly selection: ViewerSelection,
    private readonly history: ViewerHistory,
  ) {}

  /** {@link TimeJumps.toTime} for a time as the user types it, see `readTime`. */
  async toTyped(text: string): Promise<TimeJump> {
    const view = this.viewport.newest;
    const { timestamps, timeZone, snapshot } = this.store.get();
    const last = timeAt(view, view.length - 1, -1);
    const over = ['complete', 'failed', 'closed'].includes(snapshot.status);
    const time = readTime(text, {
      // In a finished log, "five minutes ago" means five minutes before its end.
      now: over && last !== undefined ? last : Date.now(),
      timeZone: timestamps === 'utc' ? 'UTC' : timeZone,
      first: timeAt(view, 0, 1),
      last,
      near: timeAt(view, Math.max(0, this.viewport.rowsInSight().first), 1),
    });
    return time === undefined ? 'invalid' : this.toTime(time);
  }

  /**
   * Selects the first line, in the order of the log, whose time is at or after `time`, and scrolls to it. Lines without a time
   * are skipped. If clocks went backwards, the first such line counts, even if earlier times follow it. Loads older lines
   * as long as the oldest line held is later than `time`.
   */
  async toTime(time: number): Promise<TimeJump> {
    this.turn += 1;
    const { turn } = this;
    const { stream } = this.store.get();
    const ended = (): boolean => turn !== this.turn || stream !== this.store.get().stream;
    const reached = await this.loadBack(time, ended);
    const seq = await this.firstAt(time, ended);
    if (seq === undefined) return 'none';
    this.selection.select(seq);
    this.viewport.scrollToSeq(seq, 'center');
    return reached ? 'found' : 'oldest';
  }

  /** Loads older lines back to `time`; resolves with whether everything that the server has from `time` on is held. */
  private async loadBack(time: number, ended: () => boolean): Promise<boolean> {
    this.viewport.refresh?.();
    for (;;) {
      const { snapshot } = this.store.get();
      const first = timeAt(snapshot.view, 0, 1);
      if (first === undefined || first < time || snapshot.history === 'start') return true;
      if (snapshot.history !== 'more' && snapshot.history !== 'loading') return false;
      const came = await this.history.load();
      const now = this.store.get().snapshot;
      // There is no room, or the stream is paused and shows nothing new.
      if (came === 0 || now.view.at(0)?.seq === snapshot.view.at(0)?.seq) return now.history === 'start';
      if (ended()) return false;
    }
  }

  private async firstAt(time: number, ended: () => boolean): Promise<number | undefined> {
    // By sequence number, because rows move when lines are loaded or evicted in the meantime.
    for (let seq = -Infinity; !ended();) {
      const view = this.viewport.newest;
      const until = performance.now() + SLICE;
      let row = seq === -Infinity ? 0 : view.rowAtOrAfter(seq);
      for (; row < view.length && (row % STRIDE !== 0 || performance.now() < until); row += 1)
        if ((timeIn(view, row) ?? Number.NaN) >= time) return view.at(row)?.seq;
      const next = view.at(row);
      if (!next) return undefined;
      seq = next.seq;
      await breathe();
    }
    return undefined;
  }
}
