/**
 * Packs what grew old in a large buffer before the code that packs it was here: brings that, and packs in slices that hold nobody up.
 * Until then lines stay as they came, which costs memory and nothing else.
 */
import type { LogBuffer } from '../buffer/log-buffer.js';
import { packing } from '../buffer/packing.js';
import { toLogStreamError, type LogStreamError } from '../errors.js';
import type { Clock } from '../lib/clock.js';

/** Milliseconds of one slice: half a frame. */
const SLICE = 8;

export interface LatePackingParts {
  readonly buffer: Pick<LogBuffer, 'packLeft'>;
  readonly clock: Clock;
  error(error: LogStreamError): void;
  /** All is packed: whoever shows the lines as they came may let go of them. */
  packed(): void;
}

export interface LatePacking {
  /** Old lines were left. */
  left(): void;
  /** Goes on after `stop()`, if lines were left. */
  start(): void;
  /** Ends what is under way: nothing of it keeps a process alive. */
  stop(): void;
}

export function createLatePacking({ buffer, clock, error, packed }: LatePackingParts): LatePacking {
  let wanted = false;
  let stopped = false;
  let coming = false;
  let told = false;
  let cancel: (() => void) | undefined;

  function goOn(): void {
    if (!wanted || stopped || coming || cancel) return;
    if (packing.here) cancel = clock.schedule(slice, 0);
    else void bring();
  }

  function slice(): void {
    cancel = undefined;
    const until = clock.now() + SLICE;
    wanted = !buffer.packLeft(() => clock.now() < until);
    if (wanted) goOn();
    else packed();
  }

  /** A failure is told once. It is tried again with each chunk that grows old, and loses nothing. */
  async function bring(): Promise<void> {
    coming = true;
    try {
      await packing.load();
    } catch (thrown) {
      if (!told) error(toLogStreamError(thrown, 'network', 'Old lines are not packed'));
      told = true;
      return;
    } finally {
      coming = false;
    }
    goOn();
  }

  return {
    left() {
      wanted = true;
      goOn();
    },
    start() {
      stopped = false;
      goOn();
    },
    stop() {
      stopped = true;
      cancel?.();
      cancel = undefined;
    },
  };
}
