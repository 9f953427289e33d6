/** Creates lines from what backends have decoded. */
import type { DecodedLine, LogLevel } from '../entry.js';
import { readMetadata, readProgress } from '../lib/json.js';
import { parseTime } from '../lib/time.js';

/** A line under construction. A field without a value must stay absent. */
export type LineDraft<Raw> = { -readonly [K in keyof DecodedLine<Raw>]: DecodedLine<Raw>[K] };

/**
 * Creates a line; `stamp` as in {@link stampOf}. A line with a valid timestamp comes from one literal, because adding its fields
 * one by one is much slower.
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

/** A timestamp exactly as sent; undefined for anything but a non-empty string. */
export function stampOf(stamp: unknown): string | undefined {
  return typeof stamp === 'string' && stamp !== '' ? stamp : undefined;
}

/** Sets progress and metadata, if they are valid. */
export function setDetails(line: LineDraft<unknown>, progress: unknown, metadata: unknown): void {
  const percent = readProgress(progress);
  if (percent !== undefined) line.progress = percent;
  const record = readMetadata(metadata);
  if (record !== undefined) line.metadata = record;
}

/** Creates a line: {@link makeLine} or `makeEntry`. */
export type LineMaker = typeof makeLine;

/** Converts a row to a line, or returns why it cannot. Default of `make`: {@link makeLine}. */
export type LineReader<Raw> = (row: unknown, make?: LineMaker) => DecodedLine<Raw> | string;
