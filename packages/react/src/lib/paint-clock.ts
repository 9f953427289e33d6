/**
 * A clock that can make tasks wait for the frame that responds to a key. Otherwise, work done in slices would delay that frame by the
 * length of a slice.
 */
import { systemClock, type Clock } from '@tailrace/core';
import { frameClock, type FrameClock } from './frames.js';

/** A clock whose immediate tasks can be held back until the next paint. */
export interface PaintClock extends Clock {
  /** Makes tasks without a delay wait until the next frame has been painted. */
  hold(): void;
}

/** Creates a {@link PaintClock}. */
export function createPaintClock(
  { request, painted }: Pick<FrameClock, 'request' | 'painted'> = frameClock,
  clock: Clock = systemClock,
): PaintClock {
  let waiting: Set<() => void> | undefined;

  function release(): void {
    const tasks = [...(waiting ?? [])];
    waiting = undefined;
    for (const task of tasks) task();
  }

  return {
    now: clock.now,
    schedule(fn, ms) {
      if (ms > 0 || !waiting) return clock.schedule(fn, ms);
      const held = waiting;
      let undo = (): void => void held.delete(begin);
      const begin = (): void => void (undo = clock.schedule(fn, 0));
      held.add(begin);
      return () => undo();
    },
    hold() {
      if (waiting) return;
      waiting = new Set();
      request(() => painted(release));
    },
  };
}
