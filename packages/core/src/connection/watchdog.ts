/**
 * Detects a stream that is open but dead. It watches bytes, not lines, and learns from the server's heartbeats how long
 * a silence may last.
 */
import type { Clock } from '../lib/clock.js';
import { DEFAULTS } from '../defaults.js';

export interface Watchdog {
  /** Bytes arrived. Cheap: called for every read. */
  activity(): void;
  /** A heartbeat arrived. */
  heartbeat(): void;
  /** The page or the user is back after a while: check now instead of when the timer is due. */
  check(): void;
  stop(): void;
}

/** Longer pauses between two heartbeats are an outage or a sleeping laptop, and are not learnt from. */
const LONGEST_CADENCE = 120_000;

/** Heartbeats that are closer together arrived in a burst, and count as one. Those sent every second may arrive a little early. */
const SHORTEST_CADENCE = 900;

/** Starts watching; `onStall` is called once. With a limit of `fixed` milliseconds nothing is learnt. */
export function watch(clock: Clock, onStall: (silentFor: number) => void, fixed?: number): Watchdog {
  let last = clock.now();
  let lastBeat: number | undefined;
  /** The longest pause between two heartbeats: an early one must not make the limit shorter than the server's interval. */
  let cadence = 0;
  /** Number of pauses seen. After a greeting the first pause is shorter than the others, so it takes two to learn the interval. */
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
      // After a laptop's sleep all timers are overdue at once: handle what has arrived in the meantime first.
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
