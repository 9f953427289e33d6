/** Unloads code that is loaded on demand, so that the test decides when it loads, or fails to. */
import { vi } from 'vitest';
import { LogStreamError } from '../errors.js';
import type { Late } from '../lib/late.js';
import { settle } from './virtual-clock.js';

/** Lasts until mocks are restored. Concurrent calls share one load, as they do otherwise. */
export function takeAway<T>(part: Late<T>, whole = part.here as T) {
  const waiting: { readonly resolve: (whole: T) => void; readonly reject: (error: Error) => void }[] = [];
  let coming: Promise<T> | undefined;
  const here = vi.spyOn(part as Late<unknown>, 'here', 'get').mockReturnValue(undefined);
  vi.spyOn(part, 'load').mockImplementation(
    () => (coming ??= new Promise((resolve, reject) => waiting.push({ resolve, reject }))),
  );
  return {
    get asked() {
      return waiting.length;
    },
    async come() {
      here.mockReturnValue(whole);
      coming = undefined;
      for (const { resolve } of waiting.splice(0)) resolve(whole);
      await settle();
    },
    async fail() {
      coming = undefined;
      for (const { reject } of waiting.splice(0)) reject(new LogStreamError('network', 'not loaded'));
      await settle();
    },
  };
}
