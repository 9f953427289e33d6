import type { Clock } from './clock.js';

/** A time in which a stream sends nothing. */
export interface Stall {
  readonly isOn: boolean;
  /** Begins, or continues for at least `ms` milliseconds more. */
  begin(ms: number): void;
  /** Ends for good, without `resume`. */
  cancel(): void;
}

/** `resume` is called when it is over. */
export function createStall(clock: Clock, resume: () => void): Stall {
  const running = new Set<() => void>();
  return {
    get isOn() {
      return running.size > 0;
    },
    begin(ms) {
      const undo = clock.after(ms, () => {
        running.delete(undo);
        if (running.size === 0) resume();
      });
      running.add(undo);
    },
    cancel() {
      for (const undo of running) undo();
      running.clear();
    },
  };
}
