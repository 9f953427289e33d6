import type { Clock } from './clock.js';

/** A clock that only moves when told to: for the backend, and for the streams under test as well. */
export interface TestClock extends Clock {
  /** {@link Clock.after} as `@tailrace/core` wants it: pass the clock to a stream too, and both share their time. */
  schedule(task: () => void, ms: number): () => void;
  /**
   * Lets `ms` milliseconds pass, and runs what falls due in its order. Between two tasks, whoever was woken by the first
   * gets to speak, so that lines written before an end are sent before it. Resolves once all is done.
   */
  advance(ms: number): Promise<void>;
  /** The clock jumps, back too if `ms` is negative, and nothing runs: a machine that slept, a time service that steps. */
  jump(ms: number): void;
  /** Timers that wait. */
  readonly pending: number;
}

interface Timer {
  readonly at: number;
  readonly task: () => void;
}

/**
 * A clock for tests: nothing waits for real time, and the stamps of the lines are the same in every run.
 * @param start epoch milliseconds; default 2026-01-15T10:00:00Z
 */
export function createTestClock(start: number = Date.UTC(2026, 0, 15, 10)): TestClock {
  let now = start;
  /** In the order they were set, which settles who is first of those due at once. */
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
