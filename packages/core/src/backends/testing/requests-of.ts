import type { Cursor, LogSource, PageRequest } from '../source.js';

/** Every kind of request that a stream makes of a source. */
export function requestsOf(source: LogSource, at: Cursor): PageRequest[] {
  const start = { lines: 100 };
  const older = { oldest: undefined, newer: 10, limit: 50 };
  return [
    source.start?.(start),
    source.catchUp?.(at),
    source.catchUp?.({ delivered: 0 }),
    source.poll?.(undefined, start),
    source.poll?.(at, start),
    source.older?.(older),
    source.probe?.(),
  ].filter((request) => request !== undefined);
}
