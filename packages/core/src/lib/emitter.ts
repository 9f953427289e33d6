import { checkType } from './arguments.js';

/** A typed event emitter. If a listener throws, the others are still called; one that another removes no longer is. */
export interface Emitter<Events extends { [K in keyof Events]: (...args: never[]) => void }> {
  /** Throws `invalid-argument` for a listener that is no function: here is the mistake, and not where the next event comes from. */
  on<E extends keyof Events>(event: E, listener: Events[E]): () => void;
  emit<E extends keyof Events>(event: E, ...args: Parameters<Events[E]>): void;
  clear(): void;
}

/** The host's microtask queue, declared here so that pure folders need neither DOM nor Node types. */
declare function queueMicrotask(fn: () => void): void;

/** An error in a listener surfaces as an uncaught error, and the stream goes on. */
export function rethrowLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

export function createEmitter<
  Events extends { [K in keyof Events]: (...args: never[]) => void },
>(): Emitter<Events> {
  const listeners = new Map<keyof Events, Set<(...args: never[]) => void>>();
  return {
    on(event, listener) {
      checkType('listener', listener ?? null, 'function');
      // A wrapper makes each registration distinct, so that a function that was added twice can be removed once.
      const own = (...args: never[]) => listener(...args);
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(own);
      return () => void set.delete(own);
    },
    emit(event, ...args) {
      const set = listeners.get(event);
      for (const listener of [...(set ?? [])]) {
        if (!set?.has(listener)) continue;
        try {
          listener(...(args as never[]));
        } catch (error) {
          rethrowLater(error);
        }
      }
    },
    clear() {
      for (const set of listeners.values()) set.clear();
    },
  };
}
