/** The Web Lock that makes one tab the leader: waiting for it, holding it, letting it go. */
import type { TabLocks } from '../lib/tabs.js';

export interface TabLockListener {
  granted(): void;
  /** It was held, if not yet heard of, and another tab took it. */
  stolen(): void;
  /** This origin may not use locks. */
  refused(reason: unknown): void;
}

export interface TabLock {
  /** Waits for its turn; the browser keeps the order. */
  queue(): void;
  /** Takes it from a tab that does not answer. */
  steal(): void;
  /** Lets go, or waits no longer. Nothing is told after it. */
  drop(): void;
  /** How many others wait. Infinity where the browser does not tell. */
  others(): Promise<number>;
}

export function createTabLock(locks: TabLocks, name: string, listener: TabLockListener): TabLock {
  let turn = 0;
  let abort: AbortController | undefined;
  let release: (() => void) | undefined;

  function drop(): void {
    turn += 1;
    release?.();
    abort?.abort();
    release = undefined;
    abort = undefined;
  }

  function request(steal: boolean): void {
    drop();
    const own = turn;
    abort = new AbortController();
    const hold = (): Promise<void> =>
      new Promise((resolve) => {
        if (own !== turn) return resolve();
        release = resolve;
        listener.granted();
      });
    locks.request(name, steal ? { steal } : { signal: abort.signal }, hold).catch((reason: unknown) => {
      if (own !== turn) return;
      // It may be taken away before we hear that we have it.
      const stolen =
        release !== undefined || (reason instanceof DOMException && reason.name === 'AbortError');
      drop();
      if (stolen) listener.stolen();
      else listener.refused(reason);
    });
  }

  return {
    queue: () => request(false),
    steal: () => request(true),
    drop,
    async others() {
      try {
        const { pending = [] } = await locks.query();
        return pending.filter((waiting) => waiting.name === name).length;
      } catch {
        // Without a count we wait for answers as long as we would for a tab that does not give one.
        return Number.POSITIVE_INFINITY;
      }
    },
  };
}
