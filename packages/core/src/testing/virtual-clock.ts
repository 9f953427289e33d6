/** A clock that advances only when told, for tests of everything that waits. */
import type { Clock } from '../lib/clock.js';
import './late-parts.js';

export interface VirtualClock extends Clock {
  /** Advances, and runs every timer that is due, in order. */
  advance(ms: number): void;
  /** Advances like {@link VirtualClock.advance}, and lets promises settle between timers. */
  run(ms: number): Promise<void>;
  /** Advances without running anything, as if the page were frozen. Timers due meanwhile run late, with the next advance. */
  freeze(ms: number): void;
  /** Sets the time back. Timers are not concerned: they wait as long as before. */
  setBack(ms: number): void;
  /** Number of pending timers. */
  readonly pending: number;
}

interface Timer {
  at: number;
  readonly order: number;
  readonly fn: () => void;
}

/** Lets all promises settle that wait for nothing but other promises, however long the chain. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** @param rounds Rounds of the event loop between two timers, for what waits for more than promises. */
export function createVirtualClock(start = Date.UTC(2026, 0, 1), rounds = 1): VirtualClock {
  let now = start;
  let order = 0;
  const timers = new Set<Timer>();

  function due(until: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of timers) {
      if (timer.at > until) continue;
      if (!next || timer.at < next.at || (timer.at === next.at && timer.order < next.order)) next = timer;
    }
    return next;
  }

  async function settleAll(): Promise<void> {
    for (let round = 0; round < rounds; round++) await settle();
  }

  function fire(timer: Timer): void {
    timers.delete(timer);
    now = Math.max(now, timer.at);
    timer.fn();
  }

  return {
    now: () => now,
    schedule(fn, ms) {
      const timer: Timer = { at: now + Math.max(0, ms), order: order++, fn };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(ms) {
      const until = now + ms;
      for (let timer = due(until); timer; timer = due(until)) fire(timer);
      now = until;
    },
    async run(ms) {
      const until = now + ms;
      await settleAll();
      for (let timer = due(until); timer; timer = due(until)) {
        fire(timer);
        await settleAll();
      }
      now = until;
    },
    freeze(ms) {
      now += ms;
    },
    setBack(ms) {
      now -= ms;
      for (const timer of timers) timer.at -= ms;
    },
    get pending() {
      return timers.size;
    },
  };
}
