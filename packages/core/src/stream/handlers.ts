/** Callbacks on a stream, in the shape that users of the facade know. */
import type { LogEntry, LogGap, LogItem, LogStreamStatus } from '../entry.js';
import type { LogStreamError } from '../errors.js';
import { rethrowLater } from '../lib/emitter.js';
import type { LogStream } from '../stream-types.js';

/** Callbacks of a subscription; all are optional. */
export interface StreamHandlers<Raw = unknown> {
  /**
   * Called for every line with the server's own object, and the normalised line as the second argument. Lines that fill a gap arrive when
   * they were read, after newer ones: `entry.seq` says where they belong.
   */
  onMessage?(message: Raw, entry: LogEntry<Raw>): void;
  /** Called with lines that arrived together, or that fill a gap. */
  onEntries?(entries: readonly LogEntry<Raw>[]): void;
  /** Lines are missing. */
  onGap?(gap: LogGap): void;
  /** The stream is live (or polling). */
  onConnect?(): void;
  /** The stream was live and no longer is. */
  onDisconnect?(): void;
  /** Called for every error; `retryable` says whether the stream retries by itself. */
  onError?(error: LogStreamError): void;
  /** The status changed. */
  onStatus?(status: LogStreamStatus): void;
  /** The log is complete. */
  onComplete?(outcome: string | undefined): void;
}

/** Whether a stream with this status is connected. */
export const isConnected = (status: LogStreamStatus): boolean => status === 'live' || status === 'polling';

/** Attaches handlers; returns a function that detaches them. With `replay`, they first receive the lines and gaps that the stream already holds. */
export function attachHandlers<Raw>(
  stream: LogStream<Raw>,
  handlers: StreamHandlers<Raw>,
  replay: boolean,
): () => void {
  let connected = false;
  let attached = true;

  /** A handler that throws must not keep the next lines from it, and one that detaches is not called again. */
  function call(name: keyof StreamHandlers<Raw>, ...args: unknown[]): void {
    if (!attached) return;
    try {
      (handlers as Readonly<Record<string, ((...args: unknown[]) => void) | undefined>>)[name]?.(...args);
    } catch (error) {
      rethrowLater(error);
    }
  }

  function tell(entries: readonly LogEntry<Raw>[]): void {
    call('onEntries', entries);
    if (handlers.onMessage) for (const entry of entries) call('onMessage', entry.raw, entry);
  }

  function replayHeld(items: readonly LogItem<Raw>[]): void {
    let together: LogEntry<Raw>[] = [];
    const tellThem = (): void => {
      if (together.length > 0) tell(together);
      together = [];
    };
    for (const item of items)
      if (item.kind === 'log') together.push(item);
      else {
        tellThem();
        call('onGap', item);
      }
    tellThem();
  }

  function moved(status: LogStreamStatus): void {
    call('onStatus', status);
    if (status === 'paused') return;
    const now = isConnected(status);
    if (now !== connected) {
      connected = now;
      call(now ? 'onConnect' : 'onDisconnect');
    }
    if (status === 'complete') call('onComplete', stream.getSnapshot().outcome);
  }

  const undos = [
    stream.on('entries', tell),
    stream.on('filled', tell),
    stream.on('gap', (gap) => call('onGap', gap)),
    stream.on('error', (error) => call('onError', error)),
    stream.on('status', moved),
  ];
  const snapshot = stream.getSnapshot();
  if (snapshot.status !== 'idle') moved(snapshot.status);
  if (replay) replayHeld(snapshot.view.slice());
  return () => {
    attached = false;
    for (const undo of undos) undo();
  };
}
