import type { SimulatedServer } from './simulated-server.js';
import type { VirtualClock } from './virtual-clock.js';

/** Returns what writes so many lines more, with their numbers as messages and one a millisecond. Default: one line. */
export const numbered =
  (clock: VirtualClock, server: SimulatedServer) =>
  (count = 1): void => {
    for (let at = 0; at < count; at++) {
      clock.advance(1);
      server.write(String(server.written.length));
    }
  };
