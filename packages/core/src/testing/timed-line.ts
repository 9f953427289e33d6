import type { DecodedLine } from '../entry.js';

/** A line whose message is its id. `time`: epoch milliseconds. */
export const timedLine = (id: string, time: number): DecodedLine & { readonly id: string } => ({
  level: 'info',
  message: id,
  labels: {},
  raw: undefined,
  id,
  time,
  timestamp: new Date(time).toISOString(),
});
