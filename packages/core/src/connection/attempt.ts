import type { Watchdog } from './watchdog.js';

/** What belongs to an open transport. */
export interface Opening {
  readonly abort: Pick<AbortController, 'signal'>;
  /** Cancel its timers, watchdog and listeners, and close it. */
  readonly undos: (() => void)[];
  /** The token it was opened with. */
  token?: string | undefined;
}

/** Everything that belongs to one attempt to connect. */
export interface Attempt extends Opening {
  readonly generation: number;
  readonly abort: AbortController;
  watchdog?: Watchdog | undefined;
  /** How often something has arrived from its stream. */
  heard: number;
  /** How often in its first seconds: many proxies let a greeting pass that hold back what follows. */
  greeting: number;
}
