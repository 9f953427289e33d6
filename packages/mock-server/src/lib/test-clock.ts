import type { Clock } from './clock.js';

/** A clock that stands still until a test advances it: for the backend, and for the streams under test. */
export interface TestClock extends Clock {
  /** {@link Clock.after} in the form that `@tailrace/core` uses: pass the clock to a stream as well, and both share their time. */
  schedule(task: () => void, ms: number): () => void;
  /**
   * Lets `ms` milliseconds pass and runs everything that falls due, in order. Between two tasks, promises that the first one
   * settled get to run, so that lines written before an end are sent before it. Resolves once all of it is done.
   */
  advance(ms: number): Promise<void>;
  /** Moves the clock by `ms` milliseconds (backwards if negative) without running anything, like a machine that slept or a clock that was set. */
  jump(ms: number): void;
  /** Number of pending timers. */
  readonly pending: number;
}

interface Timer {
  readonly at: number;
  readonly task: () => void;
}

/**
 * Creates a clock for tests: nothing waits for real time, and the timestamps of the lines are the same in every run.
 * @param start epoch milliseconds; default 2026-01-15T10:00:00Z
 */
export function createTestClock(start: number = Date.UTC(2026, 0, 15, 10)): TestClock {
  let now = start;
  /** In the order they were set, which is also the order of those due at the same time. */
  const timers = new Set<Timer>();
  const after = (ms: number, task: () => void): (() => void) => {
    const timer = { at: now + ms, task };
    timers.add(timer);
    return () => {
      timers.delete(timer);
    };
  };
  return {
    now: () => now,
    after,
    schedule: (task, ms) => after(ms, task),
    advance: async (ms) => {
      const end = now + ms;
      for (let due = earliest(timers); due && due.at <= end; due = earliest(timers)) {
        timers.delete(due);
        now = Math.max(now, due.at);
        due.task();
        await Promise.resolve();
      }
      now = end;
    },
    jump: (ms) => {
      now += ms;
    },
    get pending() {
      return timers.size;
    },
  };
}

function earliest(timers: Iterable<Timer>): Timer | undefined {
  let found: Timer | undefined;
  for (const timer of timers) if (!found || timer.at < found.at) found = timer;
  return found;
}
