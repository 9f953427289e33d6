import type { LogStreamOptions } from '@tailrace/core';
import type { Io } from '../terminal/io.js';
import type { Notices } from '../terminal/notices.js';

/** Traces the stream on stderr if `TAILRACE_DEBUG` is set to anything but 0. */
export function debugLines(io: Io, notices: Notices): Pick<LogStreamOptions, 'debug'> {
  const wanted = io.env['TAILRACE_DEBUG'] ?? '';
  return { debug: wanted !== '' && wanted !== '0' && ((line) => notices.say(`[debug] ${line}`)) };
}
