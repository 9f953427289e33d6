/** Jumps to the next or previous error, or to the first line at or after a time. */
import type { Store } from '../lib/store.js';
import type { FullState } from './full-state.js';
import { openedParts } from './late-parts.js';
import { errorFrom } from './model/error-lines.js';
import type { ViewportController } from './model/viewport-controller.js';
import type { TimeJumps } from './time-jumps.js';
import type { ViewerHistory } from './viewer-history.js';
import type { ViewerSelection } from './viewer-selection.js';

/** The result of a jump to a time. `oldest`: it ended at the oldest line held, because older ones are not available. */
export type TimeJump = 'found' | 'oldest' | 'none' | 'invalid';

/** See the file's head. */
export class ViewerJumps {
  private times: TimeJumps | undefined;

  constructor(
    private readonly store: Store<FullState>,
    private readonly viewport: ViewportController,
    private readonly selection: ViewerSelection,
    private readonly history: ViewerHistory,
  ) {}

  /** Selects the next or previous line of level error or fatal, starting at the selected line or, if that is not visible, at the edge of the visible lines. Returns false if there is none. */
  toError(direction: 'next' | 'previous'): boolean {
    const view = this.viewport.newest;
    const step = direction === 'next' ? 1 : -1;
    const { selection, snapshot } = this.store.get();
    const sight = this.viewport.rowsInSight();
    const selected = this.viewport.sees(selection?.focus) && selection;
    const from = selected ? view.rowAtOrAfter(selected.focus) : step > 0 ? sight.first - 1 : sight.last + 1;
    const seq = errorFrom(view, this.viewport.kept, snapshot.view, from + step, step);
    this.store.set({ noError: seq === undefined ? { direction } : undefined });
    if (seq === undefined) return false;
    this.selection.select(seq);
    this.viewport.scrollToSeq(seq);
    return true;
  }

  /** {@link ViewerJumps.toTime} for a time as the user types it, see `readTime`. */
  async toTyped(text: string): Promise<TimeJump> {
    return (await this.toTimes()).toTyped(text);
  }

  /** Selects the first line at or after a time, and scrolls to it, see `TimeJumps`. */
  async toTime(time: number): Promise<TimeJump> {
    return (await this.toTimes()).toTime(time);
  }

  private async toTimes(): Promise<TimeJumps> {
    const parts = await openedParts.load();
    return (this.times ??= new parts.TimeJumps(this.store, this.viewport, this.selection, this.history));
  }
}
