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
  begin(): void;
  /** Ends what is under way, until more lines are left: nothing of it keeps a process alive. */
  stop(): void;
}

export function createLatePacking({ buffer, clock, error, packed }: LatePackingParts): LatePacking {
  let active = false;
  let coming = false;
  let told = false;
  let cancel: (() => void) | undefined;

  function slice(): void {
    const until = clock.now() + SLICE;
    cancel = undefined;
    if (buffer.packLeft(() => clock.now() < until)) packed();
    else next();
  }

  function next(): void {
    cancel = clock.schedule(slice, 0);
  }

  /** A failure is told once. It is tried again with each chunk that grows old, and loses nothing. */
  async function bring(): Promise<void> {
    coming = true;
    try {
      await packing.load();
      if (active) next();
    } catch (thrown) {
      if (!told) error(toLogStreamError(thrown, 'network', 'Old lines are not packed'));
      told = true;
    } finally {
      coming = false;
    }
  }

  return {
    begin() {
      active = true;
      if (coming || cancel) return;
      if (packing.here) next();
      else void bring();
    },
    stop() {
      active = false;
      cancel?.();
      cancel = undefined;
    },
  };
}
