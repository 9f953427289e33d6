import { createStats, type LogStats, type StatsReader, type ViewSource } from '@tailrace/core';
import { useReader } from '../lib/use-reader.js';
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

const read = (stats: StatsReader): LogStats => stats.getStats();

/**
 * Counts the lines that a stream holds by level and label, and the rate at which lines arrive. Each line is read once. `interval` is the minimum
 * number of milliseconds between two updates; default 0: an update for each change.
 */
export function useLogStats(
  source: ViewSource | null | undefined,
  { interval = 0 }: { readonly interval?: number } = {},
): LogStats {
  const stats = useResource(source, create);
  return useReader(stats, read, NONE, interval);
}
