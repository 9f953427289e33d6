import { checkType } from './arguments.js';

/**
 * A typed event emitter. If a listener throws, the others are still called; one that another removes no longer is. If a listener causes
 * another event, the others hear first what it heard, so that all hear everything in order.
 */
export interface Emitter<Events extends { [K in keyof Events]: (...args: never[]) => void }> {
  /** There is a listener. */
  readonly isHeard: boolean;
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
  /** Calls still to be made: an event that a listener causes comes after them, and makes them first. */
  const calls: (() => void)[] = [];
  return {
    get isHeard() {
      return [...listeners.values()].some(({ size }) => size > 0);
    },
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
      set?.forEach((listener) => calls.push(() => set.has(listener) && listener(...(args as never[]))));
      for (let call = calls.shift(); call; call = calls.shift())
        try {
          call();
        } catch (error) {
          rethrowLater(error);
        }
    },
    clear() {
      for (const set of listeners.values()) set.clear();
    },
  };
}
