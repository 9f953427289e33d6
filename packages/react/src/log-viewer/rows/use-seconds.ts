import { useSyncExternalStore } from 'react';
import { createTicker } from '../../lib/ticker.js';

/** Shared by all that is drawn: no more than this ticks. */
const seconds = createTicker(1_000);
const never = (): (() => void) => () => undefined;
const noTime = (): number => 0;

/** The seconds of the clock, while somebody wants them. Epoch milliseconds; otherwise 0. */
export function useSeconds(wanted: boolean): number {
  const read = wanted ? seconds.now : noTime;
  return useSyncExternalStore(wanted ? seconds.subscribe : never, read, read);
}
