import type { StampFormat } from '../lib/stamp.js';
import { sentStamp } from '../store/log-line.js';
import type { LogLine } from '../store/log-line.js';

/** A line as the container engine prints it: timestamp, space, text. */
export function containerLine(line: LogLine, format: StampFormat): string {
  const stamp = sentStamp(line, format);
  return stamp === null ? line.message : `${stamp} ${line.message}`;
}
