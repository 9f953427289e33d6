/** The smallest store that `useSyncExternalStore` can read: one frozen value, replaced as a whole. */
import { useSyncExternalStore } from 'react';

/** A value that can be watched. */
export interface Store<T extends object> {
  get(): T;
  /** Replaces the given fields; notifies the listeners if any of them differs. */
  set(patch: Partial<T>): void;
  /** Returns its undo. */
  subscribe(listener: () => void): () => void;
}

/** Creates a {@link Store}. */
export function createStore<T extends object>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(patch) {
      const changed = (Object.keys(patch) as (keyof T)[]).some((key) => !Object.is(value[key], patch[key]));
      if (!changed) return;
      value = { ...value, ...patch };
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Calls `changed` whenever a part of a store is another value than before. Returns its undo. */
export function watchStore<T extends object, S>(
  store: Store<T>,
  select: (state: T) => S,
  changed: (value: S) => void,
): () => void {
  let last = select(store.get());
  return store.subscribe(() => {
    const value = select(store.get());
    if (value === last) return;
    last = value;
    changed(value);
  });
}

/** Reads a part of a store. The selector must return the same value for the same state: a field, not a new object. */
export function useStore<T extends object, S>(store: Store<T>, select: (state: T) => S): S {
  const read = (): S => select(store.get());
  return useSyncExternalStore(store.subscribe, read, read);
}
