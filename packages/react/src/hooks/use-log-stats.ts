import { createStats, type LogStats, type StatsReader, type ViewSource } from '@tailrace/core';
import { useCallback, useSyncExternalStore } from 'react';
import { useResource } from '../lib/use-resource.js';

const NONE: LogStats = Object.freeze({
  lines: 0,
  gaps: 0,
  levels: {},
  types: {},
  streams: {},
  sources: {},
  rate: 0,
});
const create = (source: ViewSource): StatsReader => createStats(source);

/** Counts of what a stream holds, by level and label, and how fast lines arrive. Each line is looked at once. */
export function useLogStats(source: ViewSource | undefined): LogStats {
  const stats = useResource(source, create);
  const subscribe = useCallback(
    (listener: () => void) => stats?.subscribe(listener) ?? (() => undefined),
    [stats],
  );
  const read = useCallback(() => stats?.getStats() ?? NONE, [stats]);
  return useSyncExternalStore(subscribe, read, read);
}
