import { systemClock, type Clock } from '@tailrace/core';

/** A clock that runs as any other, and can be set forward. */
export interface SkippingClock extends Clock {
  /** What is due within these milliseconds is due now. */
  skip(ms: number): void;
}

export function createSkippingClock(): SkippingClock {
  let skipped = 0;
  const timers = new Set<{ readonly at: number; readonly fn: () => void; cancel: () => void }>();
  const now = (): number => systemClock.now() + skipped;
  return {
    now,
    schedule(fn, ms) {
      const fire = (): void => {
        timers.delete(timer);
        fn();
      };
      const timer = { at: now() + ms, fn: fire, cancel: systemClock.schedule(fire, ms) };
      timers.add(timer);
      return () => {
        timers.delete(timer);
        timer.cancel();
      };
    },
    skip(ms) {
      skipped += ms;
      for (const timer of timers) {
        timer.cancel();
        timer.cancel = systemClock.schedule(timer.fn, Math.max(0, timer.at - now()));
      }
    },
  };
}
