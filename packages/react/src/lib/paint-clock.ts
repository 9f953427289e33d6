/**
 * A clock whose tasks wait for the frame that answers a key: what is read on in slices would else delay it, each slice by as long
 * as it takes.
 */
import { systemClock, type Clock } from '@tailrace/core';
import { frameClock, type FrameClock } from './frames.js';

/** See the file's head. */
export interface PaintClock extends Clock {
  /** What is to run as soon as may be from now on waits until the next frame is painted. */
  hold(): void;
}

/** Makes a {@link PaintClock}. */
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
