/** Everything that waits takes a clock, so that tests run on a virtual one. */
import { createTaskQueue, type TaskQueue } from './task-queue.js';

/** The time and timers that a stream uses. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs `fn` once after `ms` milliseconds; returns a function that cancels it. With the real clock, a pending timer keeps a Node process alive. */
  schedule(fn: () => void, ms: number): () => void;
}

/** The host's two timer functions, declared here so that pure folders need neither DOM nor Node types. */
declare function setTimeout(fn: () => void, ms: number): unknown;
declare function clearTimeout(handle: unknown): void;
declare function queueMicrotask(fn: () => void): void;

/** Created on first use; false if the host has none. */
let tasks: TaskQueue | false | undefined;

function taskQueue(): TaskQueue | false {
  return (tasks ??= createTaskQueue() ?? false);
}

/** Runs `fn` soon: in a browser after the messages queued by now, elsewhere as a microtask. */
export function soon(fn: () => void): void {
  const queue = taskQueue();
  if (queue) queue(fn);
  else queueMicrotask(fn);
}

/** The longest delay of `setTimeout`: a longer one, even `Infinity`, would end at once. */
const LONGEST = 2 ** 31 - 1;

/** The real clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(fn, ms) {
    const queue = ms <= 0 && taskQueue();
    if (queue) return queue(fn);
    const handle = setTimeout(fn, Math.min(ms, LONGEST));
    return () => clearTimeout(handle);
  },
};
