import { IDLE_SNAPSHOT, LogStreamError, type LogStream, type LogStreamSnapshot } from '@tailrace/core';
import type { MaybeRefOrGetter, ShallowRef } from 'vue';
import { useReading } from './lib/use-reading.js';

/** The snapshot of a stream, kept up to date with at most one change per frame. Without a stream, an idle snapshot. */
export function useStreamSnapshot<Raw = unknown>(
  stream: MaybeRefOrGetter<LogStream<Raw> | null | undefined>,
): Readonly<ShallowRef<LogStreamSnapshot<Raw>>> {
  return useReading(stream, read<Raw>, IDLE_SNAPSHOT as LogStreamSnapshot<Raw>);
}

function read<Raw>(stream: LogStream<Raw>): LogStreamSnapshot<Raw> {
  if (typeof stream.getSnapshot !== 'function')
    throw new LogStreamError('invalid-argument', 'Pass a stream, such as useLogStream returns.');
  return stream.getSnapshot();
}
