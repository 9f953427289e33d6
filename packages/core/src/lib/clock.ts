/** Time as an argument: everything that waits takes a clock, so that tests run on a virtual one. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs `fn` once after `ms` milliseconds; the answer cancels it. Never keeps a Node process alive by itself. */
  schedule(fn: () => void, ms: number): () => void;
}

/** The host's two timer functions, declared here so that pure folders need neither DOM nor Node types. */
declare function setTimeout(fn: () => void, ms: number): unknown;
declare function clearTimeout(handle: unknown): void;

/** The real clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(fn, ms) {
    const handle = setTimeout(fn, ms);
    return () => clearTimeout(handle);
  },
};
