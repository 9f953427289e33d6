import type { LogStream } from '@tailrace/core';
import type { ViewerState } from './viewer-state.js';

/** What is the same while a log is, also if another stream reads it. */
export function logOf({
  source,
  stream,
}: Pick<ViewerState, 'source' | 'stream'>): string | LogStream | undefined {
  return source?.key ?? stream;
}
