import {
  IDLE_SNAPSHOT,
  LogStreamError,
  type LogItem,
  type LogSource,
  type LogStream,
  type LogStreamSnapshot,
} from '@tailrace/core';
import { useEffect, useMemo } from 'react';
import { throwLater } from '../lib/throw-later.js';
import { useReader } from '../lib/use-reader.js';
import { useStreamLease, type UseLogStreamOptions } from './use-stream-lease.js';

/** The result of {@link useLogStream}: all fields of the stream's snapshot, and its commands. */
export interface UseLogStreamResult<Raw = unknown> extends LogStreamSnapshot<Raw> {
  /** The items held, as an array; created when it is read. `view` gives access to the same items by row, without a copy. */
  readonly items: readonly LogItem<Raw>[];
  /** The underlying stream; undefined until the component is mounted, and without a source. */
  readonly stream: LogStream<Raw> | undefined;
  /** Connects, or connects again after `disconnect()` or a failure. */
  connect(): void;
  disconnect(): void;
  /** Freezes the snapshot; the stream continues. */
  pause(): void;
  resume(): void;
  /** Drops the lines held. */
  clear(): void;
  /** Makes the next attempt now instead of waiting for it. */
  retryNow(): void;
  /** Loads older lines; resolves to the number loaded, or to 0 if the component is unmounted first. */
  loadOlder(limit?: number): Promise<number>;
  /** Tries to fill one gap, or every open gap; resolves to the number closed, or to 0 if the component is unmounted first. */
  fill(seq?: number): Promise<number>;
}

/** The snapshot from which the `items` of a result are read. */
const snapshots = new WeakMap<object, LogStreamSnapshot>();

/** One getter for all results: with a closure for each, the engine keeps old results and their lines in memory for a long time. */
const ITEMS: PropertyDescriptor = {
  get(this: object) {
    return snapshots.get(this)?.items;
  },
  enumerable: true,
  configurable: true,
};

function withItemsOf<Raw, Result extends object>(
  snapshot: LogStreamSnapshot<Raw>,
  result: Result,
): Result & Pick<LogStreamSnapshot<Raw>, 'items'> {
  snapshots.set(result, snapshot);
  return Object.defineProperty(result, 'items', ITEMS) as Result & Pick<LogStreamSnapshot<Raw>, 'items'>;
}

/** When the component is unmounted, nobody is left who could handle that its stream is gone. */
async function unlessGone(work: Promise<number> | undefined): Promise<number> {
  try {
    return (await work) ?? 0;
  } catch (thrown) {
    if (thrown instanceof LogStreamError && thrown.kind === 'aborted') return 0;
    throw thrown;
  }
}

const read = <Raw>(stream: LogStream<Raw>): LogStreamSnapshot<Raw> => stream.getSnapshot();

/** The snapshot of a stream, kept up to date. Without a stream, an idle snapshot. */
export function useStreamSnapshot<Raw>(stream: LogStream<Raw> | null | undefined): LogStreamSnapshot<Raw> {
  const isWrong = stream && typeof stream.getSnapshot !== 'function';
  useEffect(() => {
    if (isWrong)
      throwLater(new LogStreamError('invalid-argument', 'Pass a stream, such as useLogStream returns.'));
  }, [isWrong]);
  return useReader(isWrong ? null : stream, read<Raw>, IDLE_SNAPSHOT as LogStreamSnapshot<Raw>, 0);
}

/**
 * Reads a log while the component is mounted. Equal sources share one connection. Source and options may be created anew in each render,
 * because they are compared by content. Without a source nothing is read, and the status is `idle`.
 */
export function useLogStream<Raw = unknown>(
  source: LogSource<Raw> | null | undefined,
  options: UseLogStreamOptions = {},
): UseLogStreamResult<Raw> {
  const { stream, error } = useStreamLease(source, options);
  const snapshot = useStreamSnapshot(stream);
  const commands = useMemo(
    () => ({
      connect: () => stream?.connect(),
      disconnect: () => stream?.disconnect(),
      pause: () => stream?.pause(),
      resume: () => stream?.resume(),
      clear: () => stream?.clear(),
      retryNow: () => stream?.retryNow(),
      loadOlder: (limit?: number) => unlessGone(stream?.loadOlder(limit)),
      fill: (seq?: number) => unlessGone(stream?.fill(seq)),
    }),
    [stream],
  );
  return useMemo(
    () =>
      // Fields are listed one by one, because a copy would read `items` and create the array.
      withItemsOf(snapshot, {
        status: error ? 'failed' : snapshot.status,
        view: snapshot.view,
        error: error ?? snapshot.error,
        ledger: snapshot.ledger,
        arrived: snapshot.arrived,
        progress: snapshot.progress,
        retry: snapshot.retry,
        transport: snapshot.transport,
        history: snapshot.history,
        outcome: snapshot.outcome,
        ...commands,
        stream,
      }),
    [snapshot, error, commands, stream],
  );
}
