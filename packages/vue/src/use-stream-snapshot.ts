import { IDLE_SNAPSHOT, type LogStream, type LogStreamSnapshot } from '@tailrace/core';
import type { MaybeRefOrGetter, ShallowRef } from 'vue';
import { useReading } from './lib/use-reading.js';

/** The snapshot of a stream, kept up to date with at most one change per frame. Without a stream, an idle snapshot. */
export function useStreamSnapshot<Raw = unknown>(
  stream: MaybeRefOrGetter<LogStream<Raw> | null | undefined>,
): Readonly<ShallowRef<LogStreamSnapshot<Raw>>> {
  return useReading(stream, (current) => current.getSnapshot(), IDLE_SNAPSHOT as LogStreamSnapshot<Raw>);
}
