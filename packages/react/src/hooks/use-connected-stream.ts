import { LogStreamError, type LogStream } from '@tailrace/core';
import { useIsomorphicLayoutEffect } from '../lib/use-isomorphic-layout-effect.js';

/** Streams that were connected here, and by how many components. */
const holders = new WeakMap<LogStream, number>();

/** Streams that were disconnected here: shown again, they go on. */
const left = new WeakSet<LogStream>();

/** Whether nobody but this file connects it. */
function isOurs(stream: LogStream): boolean {
  const { status } = stream.getSnapshot();
  return status === 'idle' || (left.has(stream) && (status === 'closed' || status === 'paused'));
}

function connect(stream: LogStream): void {
  left.delete(stream);
  try {
    stream.connect();
  } catch (thrown) {
    // Its owner disposed of it meanwhile: what it holds can still be shown.
    if (!(thrown instanceof LogStreamError && thrown.kind === 'aborted')) throw thrown;
  }
}

function disconnect(stream: LogStream): void {
  // One that somebody else ended stays ended.
  if (stream.getSnapshot().status === 'closed') return;
  left.add(stream);
  stream.disconnect();
}

/**
 * Connects a stream of the caller's that nobody has started, and disconnects it again when the last component that shows
 * it is gone; it goes on when it is shown again. A stream that the caller connected is left alone.
 */
export function useConnectedStream(stream: LogStream | null | undefined): LogStream | undefined {
  useIsomorphicLayoutEffect(() => {
    if (!stream) return undefined;
    const known = holders.get(stream);
    if (known === undefined && !isOurs(stream)) return undefined;
    holders.set(stream, (known ?? 0) + 1);
    if (known === undefined) connect(stream);
    return () => {
      // A tick later: StrictMode and a moved viewer come back at once.
      setTimeout(() => {
        const others = (holders.get(stream) ?? 1) - 1;
        if (others > 0) {
          holders.set(stream, others);
          return;
        }
        holders.delete(stream);
        disconnect(stream);
      }, 0);
    };
  }, [stream]);
  return stream ?? undefined;
}
