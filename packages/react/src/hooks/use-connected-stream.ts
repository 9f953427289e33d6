import type { LogStream } from '@tailrace/core';
import { useIsomorphicLayoutEffect } from '../lib/use-isomorphic-layout-effect.js';

/** Streams that were connected here, and by how many components. */
const holders = new WeakMap<LogStream, number>();

/**
 * Connects a stream of the caller's that nobody has started, and disconnects it again when the last component that shows
 * it is gone. A stream that the caller connected is left alone.
 */
export function useConnectedStream(stream: LogStream | null | undefined): LogStream | undefined {
  useIsomorphicLayoutEffect(() => {
    if (!stream) return undefined;
    const known = holders.get(stream);
    if (known === undefined && stream.getSnapshot().status !== 'idle') return undefined;
    holders.set(stream, (known ?? 0) + 1);
    if (known === undefined) stream.connect();
    return () => {
      // A tick later: StrictMode and a moved viewer come back at once.
      setTimeout(() => {
        const left = (holders.get(stream) ?? 1) - 1;
        if (left > 0) {
          holders.set(stream, left);
          return;
        }
        holders.delete(stream);
        stream.disconnect();
      }, 0);
    };
  }, [stream]);
  return stream ?? undefined;
}
