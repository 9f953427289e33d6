/** Brings the code that packs the lines of a large buffer, and packs what came before it was there. */
import { packedLines } from '../buffer/chunk-packer.js';
import type { LogBuffer } from '../buffer/log-buffer.js';
import { toLogStreamError, type LogStreamError } from '../errors.js';
import type { Clock } from '../lib/clock.js';

/** What it needs of a stream. */
export interface PackLateParts {
  readonly buffer: Pick<LogBuffer, 'packs' | 'packWaiting'>;
  readonly clock: Clock;
  /** Lines are kept in another way: who shows them is to look anew. */
  changed(): void;
  /** It could not be loaded: lines are kept as they came, in more memory. */
  error(error: LogStreamError): void;
}

/** See the file's head. Does nothing for a small buffer, or where the code is there already. */
export function packLate({ buffer, clock, changed, error }: PackLateParts): void {
  if (!buffer.packs || packedLines.here) return;
  const pack = (): void => {
    if (!buffer.packWaiting()) return;
    changed();
    clock.schedule(pack, 0);
  };
  packedLines.load().then(pack, (thrown: unknown) => {
    error(toLogStreamError(thrown, 'network', 'Lines are not packed'));
  });
}
