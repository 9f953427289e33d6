/** Time as an argument: everything that waits takes a clock, so that tests run on a virtual one. */
import { createTaskQueue, type TaskQueue } from './task-queue.js';

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs `fn` once after `ms` milliseconds; the answer cancels it. Never keeps a Node process alive by itself. */
  schedule(fn: () => void, ms: number): () => void;
}

/** The host's two timer functions, declared here so that pure folders need neither DOM nor Node types. */
declare function setTimeout(fn: () => void, ms: number): unknown;
declare function clearTimeout(handle: unknown): void;

/** Made when something is first to run as soon as may be. */
let tasks: TaskQueue | undefined;
let asked = false;

/** The real clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(fn, ms) {
    if (ms <= 0) {
      if (!asked) tasks = createTaskQueue();
      asked = true;
      if (tasks) return tasks(fn);
    }
    const handle = setTimeout(fn, ms);
    return () => clearTimeout(handle);
  },
};
