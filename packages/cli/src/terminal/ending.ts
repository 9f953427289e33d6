import type { Io } from './io.js';

/** One end for everything a command has running, and why it came. */
export interface Ending {
  readonly signal: AbortSignal;
  /** The user or the host asked for it. */
  readonly interrupted: boolean;
  /** Ends it from inside: there is nothing left to do. */
  now(): void;
  /** Listens no more. */
  release(): void;
}

/** Listens for the host's wish to end. */
export function watchEnding(io: Pick<Io, 'onEndSignal'>): Ending {
  const controller = new AbortController();
  let interrupted = false;
  const undo = io.onEndSignal(() => {
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
