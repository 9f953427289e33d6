import { LogStreamError, type LogStream } from '@tailrace/core';
import { useIsomorphicLayoutEffect } from '../lib/use-isomorphic-layout-effect.js';

/** Streams connected here, with the number of components that show each. */
const holders = new WeakMap<LogStream, number>();

/** Streams disconnected here, which continue when they are shown again. */
const left = new WeakSet<LogStream>();

/** Whether the stream's connection is managed here, and not by the caller. */
function isOurs(stream: LogStream): boolean {
  const { status } = stream.getSnapshot();
  return status === 'idle' || (left.has(stream) && (status === 'closed' || status === 'paused'));
}

function connect(stream: LogStream): void {
  left.delete(stream);
  try {
    stream.connect();
  } catch (thrown) {
    // Its owner has disposed of it; the lines it holds can still be shown.
    if (!(thrown instanceof LogStreamError && thrown.kind === 'aborted')) throw thrown;
  }
}

function disconnect(stream: LogStream): void {
  // A stream that somebody else has closed stays closed.
  if (stream.getSnapshot().status === 'closed') return;
  left.add(stream);
  stream.disconnect();
}

/**
 * Connects a stream that its owner has not started, and disconnects it when the last component that shows it has unmounted;
 * shown again, it continues. A stream that the caller connected is not touched.
 */
export function useConnectedStream(stream: LogStream | null | undefined): LogStream | undefined {
  useIsomorphicLayoutEffect(() => {
    if (!stream) return undefined;
    const known = holders.get(stream);
    if (known === undefined && !isOurs(stream)) return undefined;
    holders.set(stream, (known ?? 0) + 1);
    if (known === undefined) connect(stream);
    return () => {
      // A tick later, because StrictMode and a moved viewer mount again at once.
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
