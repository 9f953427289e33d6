/** Lines as backends read them. */
import type { DecodedLine, LogLevel } from '../entry.js';
import { parseTime } from '../lib/time.js';

/** For building a line field by field: what is not there must stay absent. */
export type LineDraft<Raw> = { -readonly [K in keyof DecodedLine<Raw>]: DecodedLine<Raw>[K] };

/**
 * A line of what was read of it; `stamp` as in {@link stampOf}. A usual line is made in one piece: fields that are added one
 * by one cost more than all the others.
 */
export function makeLine<Raw>(
  id: string | undefined,
  stamp: unknown,
  level: LogLevel,
  message: string,
  labels: DecodedLine['labels'],
  raw: Raw,
): LineDraft<Raw> {
  const timestamp = stampOf(stamp);
  const time = timestamp === undefined ? undefined : parseTime(timestamp);
  if (timestamp !== undefined && time !== undefined) {
    if (id !== undefined) return { id, timestamp, time, level, message, labels, raw };
    return { timestamp, time, level, message, labels, raw };
  }
  const line: LineDraft<Raw> = { level, message, labels, raw };
  if (id !== undefined) line.id = id;
  if (timestamp !== undefined) line.timestamp = timestamp;
  return line;
}

/** A stamp, exactly as sent. Anything but a text that says something is none. */
export function stampOf(stamp: unknown): string | undefined {
  return typeof stamp === 'string' && stamp !== '' ? stamp : undefined;
}

/** Sets the stamp, see {@link stampOf}, and the time it says. */
export function setTimestamp(line: LineDraft<unknown>, stamp: unknown): void {
  const timestamp = stampOf(stamp);
  if (timestamp === undefined) return;
  line.timestamp = timestamp;
  const time = parseTime(timestamp);
  if (time !== undefined) line.time = time;
}

/** Makes a line of what was read of it, see {@link makeLine}. */
export type LineMaker = typeof makeLine;

/** Reads a row as a line, or says why it is none. Default of `make`: {@link makeLine}. */
export type LineReader<Raw> = (row: unknown, make?: LineMaker) => DecodedLine<Raw> | string;
