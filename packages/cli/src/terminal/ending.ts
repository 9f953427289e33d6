import type { Io } from './io.js';

/** The one signal that ends everything a command has running, and why it fired. */
export interface Ending {
  readonly signal: AbortSignal;
  /** The user or the host asked to end. */
  readonly interrupted: boolean;
  /** Ends the command from inside, because nothing is left to do. */
  now(): void;
  /** Stops listening to the host. */
  release(): void;
}

/** Listens for signals from the host to end. */
export function watchEnding(io: Pick<Io, 'onEndSignal' | 'stderr'>): Ending {
  const controller = new AbortController();
  let interrupted = false;
  const undo = io.onEndSignal((signal) => {
    // The terminal has written ^C there.
    if (signal === 'SIGINT' && io.stderr.isTTY && !interrupted) io.stderr.write('\n');
    interrupted = true;
    controller.abort();
  });
  return {
    signal: controller.signal,
    get interrupted() {
      return interrupted;
    },
    now: () => controller.abort(),
    release: undo,
  };
}
