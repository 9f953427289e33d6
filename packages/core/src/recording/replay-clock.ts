/** The clocks of a replayed session: they start at the time of the recording, and run faster than the host's. */
import type { Clock } from '../lib/clock.js';

export interface ReplayClock extends Clock {
  /** Called at the end of the recording: from now on time passes as usual. */
  slowDown(): void;
}

/** A clock that runs `speed` times as fast as `base`. */
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
  /** Cancels it once it waits on the host's clock. */
  undo?: () => void;
}

/** Turns of the host's event loop before time advances, because libraries may have set timers of the host. */
const TURNS = 2;

/** A clock that does not wait: it jumps to the next timer as soon as the host is idle. */
export function jumpingClock(base: Clock, start: number): ReplayClock {
  let now = start;
  let timers: Timer[] = [];
  let driving = false;
  /** When the recording ended, on the host's clock. */
  let slowSince: number | undefined;

  /** The earliest timer; of several, the one set first. */
  const nextTimer = (): Timer | undefined =>
    timers.reduce<Timer | undefined>(
      (next, timer) => (next && next.at <= timer.at ? next : timer),
      undefined,
    );

  function drive(turns = 0): void {
    if (driving || timers.length === 0 || slowSince !== undefined) return;
    driving = true;
    base.schedule(() => {
      driving = false;
      const next = nextTimer();
      if (!next || slowSince !== undefined) return;
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
    now: () => (slowSince === undefined ? now : now + base.now() - slowSince),
    schedule(fn, ms) {
      if (slowSince !== undefined) return base.schedule(fn, ms);
      const timer: Timer = { at: now + Math.max(0, ms), fn };
      timers.push(timer);
      drive();
      return () => {
        timers = timers.filter((one) => one !== timer);
        timer.undo?.();
      };
    },
    slowDown() {
      if (slowSince !== undefined) return;
      slowSince = base.now();
      for (const timer of timers) timer.undo = base.schedule(timer.fn, timer.at - now);
      timers = [];
    },
  };
}
