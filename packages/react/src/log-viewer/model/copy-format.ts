/** The formats of copied lines. Pure. */
import { stripAnsi, toNdjson, type LogEntry } from '@tailrace/core';

/**
 * How lines are copied.
 * - `text`: the message as it is shown.
 * - `timestamped`: the timestamp as the server sent it, and the message.
 * - `ansi`: the message as it was sent, with its control sequences.
 * - `json`: the line as one JSON object.
 */
export const COPY_FORMATS = ['text', 'timestamped', 'ansi', 'json'] as const;

/** One of {@link COPY_FORMATS}. */
export type CopyFormat = (typeof COPY_FORMATS)[number];

/** Formats a line for copying. `part` (a range of the shown text) applies only to formats that copy the text as it is shown. */
export function copyLine(
  entry: LogEntry,
  format: CopyFormat,
  part?: { readonly from: number; readonly to: number },
): string {
  if (format === 'ansi') return entry.message;
  if (format === 'json') return toNdjson([entry]).trimEnd();
  const shown = stripAnsi(entry.message);
  const text = part ? shown.slice(part.from, part.to) : shown;
  return format === 'text' || entry.timestamp === undefined ? text : `${entry.timestamp} ${text}`;
}
