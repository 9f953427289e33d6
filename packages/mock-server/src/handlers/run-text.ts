import { formatStamp } from '../lib/stamp.js';
import type { LogText } from '../store/log-sink.js';
import type { Run } from '../store/run.js';

/**
 * A run's log file: what its sink kept, or without a sink the rows held. With `date` (YYYY-MM-DD, UTC), only that
 * day's lines; undefined if there are none.
 */
export async function readRunText(run: Run, date?: string): Promise<LogText | undefined> {
  if (run.sink) return await run.sink.read(date);
  const lines = run
    .slice(run.first)
    .filter(
      (line) => date === undefined || formatStamp(line.moment, { digits: 0, zone: 'Z' }).startsWith(date),
    );
  if (lines.length === 0) return undefined;
  const body = `${lines.map((line) => line.message).join('\n')}\n`;
  return { body, bytes: new TextEncoder().encode(body).byteLength };
}
