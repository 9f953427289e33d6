import { useCallback, useSyncExternalStore } from 'react';
import { calm } from './calm.js';

/** Something that tells when there is more to read. */
interface Reader {
  subscribe(listener: () => void): () => void;
}

/**
 * What `read` finds in a reader; `none` while there is none. Told at most every `interval` milliseconds, 0: with each change. `read`
 * is a function of a module, and answers the same object until something changes.
 */
export function useReader<R extends Reader, T>(
  reader: R | undefined,
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
