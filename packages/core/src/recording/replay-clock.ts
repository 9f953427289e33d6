/** The clock of a replayed session: it begins when the recording began and runs faster than the host's. */
import type { Clock } from '../lib/clock.js';

export interface ReplayClock extends Clock {
  /** The recording is over: from now on time goes by as usual. */
  slowDown(): void;
}

/** `speed` times as fast as `base`. */
export function scaledClock(base: Clock, start: number, speed: number): ReplayClock {
  const begun = base.now();
  return {
    now: () => Math.round(start + (base.now() - begun) * speed),
    schedule: (fn, ms) => base.schedule(fn, ms / speed),
    slowDown: () => undefined,
  };
}

interface Timer {
  readonly at: number;
  readonly fn: () => void;
  /** Once it waits on the host's clock. */
  undo?: () => void;
}

/** Turns of the host before time moves: what waits for a timer of the host itself, such as a library, comes first. */
const TURNS = 2;

/** Jumps to the next timer whenever everybody had their turns of the host: nobody waits for anything. */
export function jumpingClock(base: Clock, start: number): ReplayClock {
  let now = start;
  let timers: Timer[] = [];
  let driving = false;
  /** When the recording was over, on the host's clock. */
  let slow: number | undefined;

  /** Among equals the first one. */
  const nextTimer = (): Timer | undefined =>
    timers.reduce<Timer | undefined>(
      (next, timer) => (next && next.at <= timer.at ? next : timer),
      undefined,
    );

  function drive(turns = 0): void {
    if (driving || timers.length === 0 || slow !== undefined) return;
    driving = true;
    base.schedule(() => {
      driving = false;
      const next = nextTimer();
      if (!next || slow !== undefined) return;
      if (next.at > now && turns < TURNS) return drive(turns + 1);
      timers = timers.filter((timer) => timer !== next);
      now = Math.max(now, next.at);
      try {
        next.fn();
      } finally {
        drive();
      }
    }, 0);
  }

  return {
    now: () => (slow === undefined ? now : now + base.now() - slow),
    schedule(fn, ms) {
      if (slow !== undefined) return base.schedule(fn, ms);
      const timer: Timer = { at: now + Math.max(0, ms), fn };
      timers.push(timer);
      drive();
      return () => {
        timers = timers.filter((one) => one !== timer);
        timer.undo?.();
      };
    },
    slowDown() {
      if (slow !== undefined) return;
      slow = base.now();
      for (const timer of timers) timer.undo = base.schedule(timer.fn, timer.at - now);
      timers = [];
    },
  };
}
