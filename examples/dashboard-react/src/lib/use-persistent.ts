import { useCallback, useState } from 'react';

/** State that survives a reload, if the browser allows it. */
export function usePersistent<T extends string>(
  key: string,
  allowed: readonly T[],
  fallback: T,
): [T, (value: T) => void] {
  const [value, setValue] = useState<T>(() => read(key, allowed) ?? fallback);
  const set = useCallback(
    (next: T) => {
      setValue(next);
      try {
        localStorage.setItem(key, next);
      } catch {
        // Storage may be disabled or full; then the choice lasts until the page is closed.
      }
    },
    [key],
  );
  return [value, set];
}

function read<T extends string>(key: string, allowed: readonly T[]): T | undefined {
  try {
    return allowed.find((word) => word === localStorage.getItem(key));
  } catch {
    return undefined;
  }
}
