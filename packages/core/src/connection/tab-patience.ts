/** Looks from time to time whether the leader is still alive: a tab may hold its lock and hang in a dialog. */
import type { Clock } from '../lib/clock.js';

/** Milliseconds without a word from the leader after which it is asked for one, … */
const QUIET = 20_000;

/** … and milliseconds after which a leader that does not answer is one no more. Up to twice as long, by chance. */
const PATIENCE = 10_000;

export interface TabPatience {
  /** Begins anew. */
  start(): void;
  /** The leader was heard. */
  heard(): void;
  stop(): void;
}

/** `silent` is called when nothing was heard for long, and again when that did not help. */
export function createTabPatience(clock: Clock, random: () => number, silent: () => void): TabPatience {
  let cancel: (() => void) | undefined;
  let last = 0;
  let limit = QUIET;

  function look(): void {
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
