/** The server's wall clock and timers. Injected, so that tests can control both. */
export interface Clock {
  /** Epoch milliseconds; may carry a fraction. */
  now(): number;
  /** Runs `task` once after `ms` milliseconds; returns a function that cancels it. */
  after(ms: number, task: () => void): () => void;
}

/** The real clock. Its timers never keep a Node process alive on their own. */
export const systemClock: Clock = {
  // Adds a fraction to the wall clock's milliseconds: timestamps of real servers do not end in 000.
  now: () => Date.now() + (performance.now() % 1),
  after(ms, task) {
    const timer = setTimeout(task, ms);
    if (isDetachable(timer)) timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
};

/** Node's timers are objects that can be detached from the process; the browser's are numbers. */
function isDetachable(timer: unknown): timer is { unref(): void } {
  return typeof timer === 'object' && timer !== null && 'unref' in timer;
}

/** Repeats `task` every `ms` milliseconds until the returned undo is called. */
export function every(clock: Clock, ms: number, task: () => void): () => void {
  let undo = clock.after(ms, tick);
  function tick(): void {
    undo = clock.after(ms, tick);
    task();
  }
  return () => {
    undo();
  };
}
