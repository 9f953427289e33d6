/** The timestamp of a line as its row shows it. Pure. */
import { formatTimestamp, type LogEntry } from '@tailrace/core';
import type { TimestampMode } from '../viewer-state.js';
import { cutText } from './row-text.js';

/** How timestamps are formatted, in addition to their mode. */
export interface TimestampStyle {
  /** IANA time zone, for `local` and `date`. Default: the browser's. */
  readonly timeZone?: string | undefined;
  /** Fractional digits of the seconds. Default: as sent, at least three. */
  readonly digits?: number | undefined;
}

/** What is needed to format the time, besides the line. */
export interface RowTimeOptions {
  readonly mode: Exclude<TimestampMode, 'off'>;
  readonly style: TimestampStyle;
  /** Epoch milliseconds, for `relative`. */
  readonly now: number;
  /** Time of the line above, for `delta`. */
  readonly previous: number | undefined;
  /** Timestamp of the line above as sent, for digits beyond milliseconds. */
  readonly previousTimestamp: string | undefined;
}

/** The part of a line that is used here. */
type Stamped = Pick<LogEntry, 'timestamp' | 'time'>;

/** Maximum number of characters shown of a timestamp: more than any real one has, but bounded against hostile input. */
const SHOWN = 64;
const IN_TITLE = 256;
/** Milliseconds from 1970 that a date can hold. */
const LAST_TIME = 8.64e15;

/** The line without a time that a date cannot hold. */
function readable(line: Stamped): Stamped {
  const { timestamp, time } = line;
  if (time !== undefined && Math.abs(time) <= LAST_TIME) return line;
  return timestamp === undefined ? {} : { timestamp };
}

/** The formatted time; empty if the line has none that this mode can show. */
export function timeWords(line: Stamped, options: RowTimeOptions): string {
  const { mode, style, now, previous, previousTimestamp } = options;
  const { timeZone, digits } = style;
  const words = formatTimestamp(readable(line), {
    mode,
    ...(mode === 'relative' ? { now } : {}),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(digits === undefined ? {} : { digits }),
    ...(previous === undefined ? {} : { previous }),
    ...(previousTimestamp === undefined ? {} : { previousTimestamp }),
  });
  return cutText(words, SHOWN);
}

/** The timestamp as sent, shortened for a title. */
export function timeTitle({ timestamp }: Stamped): string | undefined {
  return timestamp === undefined ? undefined : cutText(timestamp, IN_TITLE);
}

/** The time for programs. */
export function timeValue(line: Stamped): string | undefined {
  const { time } = readable(line);
  return time === undefined ? undefined : new Date(time).toISOString();
}
