/** A clock for the server and the streams, which advances only when told. */
import type { Clock } from '@tailrace/core';
import type { Clock as ServerClock } from '@tailrace/mock-server';

export interface ScheduleClock extends Clock, ServerClock {
  /** Advances, and runs every timer that is due, in order. */
  advance(ms: number): void;
  /** Advances like {@link ScheduleClock.advance}, and lets promises and messages settle between timers. */
  run(ms: number): Promise<void>;
  /** Number of pending timers. */
  readonly pending: number;
}

interface Timer {
  readonly at: number;
  readonly task: () => void;
}

/** Rounds of the event loop until a request has been answered and its answer read. */
const ROUNDS = 4;

async function settle(): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) await new Promise((resolve) => setImmediate(resolve));
}

export function createScheduleClock(start = Date.UTC(2026, 0, 1)): ScheduleClock {
  let now = start;
  /** In the order they were set, which is also the order of those due at the same time. */
  const timers = new Set<Timer>();

  function after(ms: number, task: () => void): () => void {
    const timer = { at: now + Math.max(0, ms), task };
    timers.add(timer);
    return () => void timers.delete(timer);
  }

  /** Runs the first timer that is due until then. Returns whether there was one. */
  function fire(until: number): boolean {
    let next: Timer | undefined;
    for (const timer of timers) if (timer.at <= until && (!next || timer.at < next.at)) next = timer;
    if (!next) return false;
    timers.delete(next);
    now = Math.max(now, next.at);
    next.task();
    return true;
  }

  return {
    now: () => now,
    after,
    schedule: (task, ms) => after(ms, task),
    advance(ms) {
      const until = now + ms;
      while (fire(until));
      now = until;
    },
    async run(ms) {
      const until = now + ms;
      await settle();
      while (fire(until)) await settle();
      now = until;
    },
    get pending() {
      return timers.size;
    },
  };
}
