import type { LogStreamStatus } from '@tailrace/core';

/** Whether a stream with this status can deliver lines, and therefore be paused. */
export function isRunning(status: LogStreamStatus): boolean {
  return status === 'live' || status === 'polling' || status === 'reconnecting';
}
