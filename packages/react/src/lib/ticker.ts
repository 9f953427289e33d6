/** One timer for many listeners: reports the time once per interval, while anybody listens. */
export interface Ticker {
  /** Epoch milliseconds of the last tick; the same until the next one. */
  now(): number;
  /** Returns its undo. */
  subscribe(listener: () => void): () => void;
}

/** Creates a {@link Ticker}. */
export function createTicker(interval: number, clock: () => number = Date.now): Ticker {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let now = clock();
  const tick = (): void => {
    now = clock();
    for (const listener of [...listeners]) listener();
  };
  return {
    now() {
      // Without a timer there are no ticks, but React must find the same time when it looks twice.
      const time = clock();
      if (timer === undefined && Math.abs(time - now) >= interval) now = time;
      return now;
    },
    subscribe(listener) {
      listeners.add(listener);
      timer ??= setInterval(tick, interval);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}
