import { createStats, type LogStats, type ViewSource } from '@tailrace/core';
import type { MaybeRefOrGetter, ShallowRef } from 'vue';
import { useReading } from './lib/use-reading.js';
import { useResource } from './lib/use-resource.js';

const NONE: LogStats = Object.freeze({
  lines: 0,
  gaps: 0,
  levels: {},
  types: {},
  streams: {},
  sources: {},
  rate: 0,
});

/** Counts the lines that a stream holds by level and label, and the rate at which lines arrive. Each line is counted once. */
export function useLogStats(
  source: MaybeRefOrGetter<ViewSource | null | undefined>,
): Readonly<ShallowRef<LogStats>> {
  const stats = useResource(source, (current: ViewSource) => createStats(current));
  return useReading(stats, (current) => current.getStats(), NONE);
}
