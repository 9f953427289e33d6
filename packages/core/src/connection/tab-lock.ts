/** The Web Lock that makes one tab the leader: waiting for it, holding it, releasing it. */
import type { TabLocks } from '../lib/tabs.js';

export interface TabLockListener {
  granted(): void;
  /** Another tab took the lock from this one, perhaps before this tab was told that it had it. */
  stolen(): void;
  /** This origin may not use locks. */
  refused(reason: unknown): void;
}

export interface TabLock {
  /** Queues for the lock; the browser keeps the order. */
  queue(): void;
  /** Takes the lock from a tab that does not answer. */
  steal(): void;
  /** Releases the lock, or stops waiting for it. No callbacks after that. */
  drop(): void;
  /** How many other tabs wait. Infinity if the browser does not tell. */
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
      if (reason instanceof DOMException && reason.name === 'AbortError') listener.stolen();
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
        // Without a count, wait for answers as long as for a tab that never answers.
        return Infinity;
      }
    },
  };
}
