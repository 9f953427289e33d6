import { useCallback, useSyncExternalStore } from 'react';
import { calm } from './calm.js';

/** Something that notifies of changes. */
interface Reader {
  subscribe(listener: () => void): () => void;
}

/**
 * The value that `read` gets from a reader, or `none` without a reader. Updates at most every `interval` milliseconds (0: with each
 * change). `read` must be a module's function, and return the same object until something changes.
 */
export function useReader<R extends Reader, T>(
  reader: R | null | undefined,
  read: (reader: R) => T,
  none: T,
  interval: number,
): T {
  const subscribe = useCallback(
    (listener: () => void) => {
      if (!reader) return () => undefined;
      return interval > 0 ? calm(reader.subscribe, interval)(listener) : reader.subscribe(listener);
    },
    [reader, interval],
  );
  const look = (): T => (reader ? read(reader) : none);
  return useSyncExternalStore(subscribe, look, () => none);
}
