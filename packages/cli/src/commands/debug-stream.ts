import { traceStream, type LogStream } from '@tailrace/core';
import type { Io } from '../terminal/io.js';
import type { Notices } from '../terminal/notices.js';

/** Tells on stderr what the stream does, where `TAILRACE_DEBUG` is set to anything but 0. */
export function debugStream(stream: LogStream, io: Io, notices: Notices): void {
  const wanted = io.env['TAILRACE_DEBUG'] ?? '';
  if (wanted !== '' && wanted !== '0') traceStream(stream, (line) => notices.say(`[debug] ${line}`));
}
