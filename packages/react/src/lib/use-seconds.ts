import { useSyncExternalStore } from 'react';
import { createTicker } from './ticker.js';

/** One ticker shared by all components. */
const seconds = createTicker(1_000);
const never = (): (() => void) => () => undefined;
const noTime = (): number => 0;

/** The current time in epoch milliseconds, updated every second, while it is wanted; otherwise 0. */
export function useSeconds(wanted: boolean): number {
  const read = wanted ? seconds.now : noTime;
  return useSyncExternalStore(wanted ? seconds.subscribe : never, read, read);
}
