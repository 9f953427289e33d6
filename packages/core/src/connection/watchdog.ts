/**
 * Notices a stream that is open and dead. It watches bytes, not lines, and learns from the server's heartbeat how long
 * silence may last.
 */
import type { Clock } from '../lib/clock.js';
import { DEFAULTS } from '../defaults.js';

export interface Watchdog {
  /** Bytes arrived. Cheap: called for every read. */
  activity(): void;
  /** A heartbeat arrived. */
  heartbeat(): void;
  /** Somebody came back after a while: look now, not when the timer is due. */
  check(): void;
  stop(): void;
}

/** Longer pauses between two heartbeats are an outage or a sleeping laptop and teach nothing. */
const LONGEST_CADENCE = 120_000;

/** Limits under this would call a scheduling hiccup a stall. */
const SHORTEST_LIMIT = 1_000;

/** Starts watching; `onStall` is called once. `fixed` milliseconds switch the learning off. */
export function watch(clock: Clock, onStall: (silentFor: number) => void, fixed?: number): Watchdog {
  let last = clock.now();
  let lastBeat: number | undefined;
  let cadence: number | undefined;
  let secondLook = false;
  let cancel: () => void;

  const limit = (): number =>
    fixed ??
    (cadence === undefined
      ? DEFAULTS.stallTimeout
      : Math.max(SHORTEST_LIMIT, cadence * DEFAULTS.stallHeartbeats));

  const look = (): void => {
    const silent = clock.now() - last;
    if (silent < limit()) {
      secondLook = false;
      cancel = clock.schedule(look, limit() - silent);
    } else if (!secondLook) {
      // After a laptop's sleep every timer is overdue at once: what has arrived meanwhile gets its turn first.
      secondLook = true;
      cancel = clock.schedule(look, Math.min(1_000, limit() / 4));
    } else onStall(silent);
  };
  cancel = clock.schedule(look, limit());

  return {
    activity() {
      last = clock.now();
    },
    heartbeat() {
      const now = clock.now();
      if (lastBeat !== undefined) {
        // The longest interval seen: a beat that comes early must not make the limit tighter than the server's rhythm.
        const interval = now - lastBeat;
        if (interval <= LONGEST_CADENCE) cadence = Math.max(interval, cadence ?? 0);
        if (fixed === undefined) {
          cancel();
          cancel = clock.schedule(look, limit());
        }
      }
      lastBeat = now;
    },
    check() {
      cancel();
      look();
    },
    stop() {
      cancel();
    },
  };
}
