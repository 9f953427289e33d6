/**
 * Loads the packing code for large buffers, and packs the lines that aged before it was loaded, in slices that do not block the thread.
 * Until then lines stay unpacked, which only costs memory.
 */
import type { ChunkPacker } from '../buffer/chunk-packer.js';
import type { LogBuffer } from '../buffer/log-buffer.js';
import { packing } from '../buffer/packing.js';
import { toLogStreamError, type LogStreamError } from '../errors.js';
import type { Clock } from '../lib/clock.js';
import { SLICE } from '../lib/slice.js';

export interface LatePackingParts<Raw> {
  readonly buffer: Pick<LogBuffer<Raw>, 'packLeft'>;
  readonly clock: Clock;
  error(error: LogStreamError): void;
  /** Some lines were packed. */
  some(): void;
  /** Everything is packed: views that still refer to the unpacked lines can be replaced. */
  packed(): void;
}

export interface LatePacking {
  /** There are old lines that were not packed. */
  left(): void;
  /** Continues after `stop()`, if there are lines left to pack. */
  start(): void;
  /** Stops packing and its timer, so that neither keeps a process alive. */
  stop(): void;
}

export function createLatePacking<Raw>({
  buffer,
  clock,
  error,
  some,
  packed,
}: LatePackingParts<Raw>): LatePacking {
  let own: ChunkPacker<Raw> | undefined;
  let wanted = false;
  let stopped = false;
  let told = false;
  let cancel: (() => void) | undefined;

  function goOn(): void {
    if (!wanted || stopped || cancel) return;
    if (!packing.here) return void packing.load().then(goOn, failed);
    const packer = (own ??= new packing.here<Raw>());
    cancel = clock.schedule(() => slice(packer), 0);
  }

  function slice(packer: ChunkPacker<Raw>): void {
    cancel = undefined;
    const until = clock.now() + SLICE;
    wanted = !buffer.packLeft(packer, () => clock.now() < until);
    some();
    if (wanted) goOn();
    else packed();
  }

  /** It is reported once. Loading is tried again with each chunk that ages, and no line is lost. */
  function failed(thrown: unknown): void {
    if (!told) error(toLogStreamError(thrown, 'network', 'Old lines are not packed'));
    told = true;
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
