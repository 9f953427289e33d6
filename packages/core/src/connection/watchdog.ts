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

/** Heartbeats that are closer together came in a bunch: they are one. */
const SHORTEST_CADENCE = 1_000;

/** Starts watching; `onStall` is called once. `fixed` milliseconds switch the learning off. */
export function watch(clock: Clock, onStall: (silentFor: number) => void, fixed?: number): Watchdog {
  let last = clock.now();
  let lastBeat: number | undefined;
  /** The longest pause between two heartbeats: one that comes early must not make the limit tighter than the server's rhythm. */
  let cadence = 0;
  /** Pauses seen. After a greeting the first one is shorter than the others, so that it takes two to tell the rhythm. */
  let pauses = 0;
  let secondLook = false;
  let cancel: () => void;

  const limit = (): number =>
    fixed ?? (pauses < 2 ? DEFAULTS.stallTimeout : cadence * DEFAULTS.stallHeartbeats);

  const look = (): void => {
    last = Math.min(last, clock.now()); // the clock may have been set back
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
      const pause = now - (lastBeat ?? now);
      if (lastBeat !== undefined && pause >= 0 && pause < SHORTEST_CADENCE) return;
      lastBeat = now;
      if (pause <= 0 || pause > LONGEST_CADENCE) return;
      pauses += 1;
      cadence = Math.max(cadence, pause);
      cancel();
      cancel = clock.schedule(look, limit());
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
