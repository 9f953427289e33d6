/** Checks whether the leader is still alive: a tab may hold the lock while it hangs in a dialog. */
import type { Clock } from '../lib/clock.js';

/** Milliseconds of silence after which the leader is asked for a sign of life. */
const QUIET = 20_000;

/** Milliseconds after which a leader that does not answer is replaced. Random, up to twice as long. */
const PATIENCE = 10_000;

export interface TabPatience {
  /** Starts over. */
  start(): void;
  /** A message of the leader arrived. */
  heard(): void;
  stop(): void;
}

/** `silent` is called when the leader has been silent for too long, and again if it is still silent after that. */
export function createTabPatience(clock: Clock, random: () => number, silent: () => void): TabPatience {
  let cancel: (() => void) | undefined;
  let last = 0;
  let limit = QUIET;

  function look(): void {
    last = Math.min(last, clock.now()); // the clock may have been set back
    const rest = last + limit - clock.now();
    if (rest > 0) {
      cancel = clock.schedule(look, rest);
      return;
    }
    last = clock.now();
    limit = limit === QUIET ? PATIENCE * (1 + random()) : QUIET;
    cancel = clock.schedule(look, limit);
    silent();
  }

  function stop(): void {
    cancel?.();
    cancel = undefined;
  }

  return {
    stop,
    start() {
      stop();
      last = clock.now();
      limit = QUIET;
      cancel = clock.schedule(look, QUIET);
    },
    heard() {
      last = clock.now();
      limit = QUIET;
    },
  };
}
