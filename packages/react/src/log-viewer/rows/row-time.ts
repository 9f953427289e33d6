/** The timestamp of a line as its row shows it. Pure. */
import { formatTimestamp, type LogEntry } from '@tailrace/core';
import type { TimestampMode } from '../viewer-state.js';
import { cutText } from './row-text.js';

/** How timestamps are formatted, in addition to their mode. */
export interface TimestampStyle {
  /** IANA time zone, for `local`. Default: the browser's. */
  readonly timeZone?: string | undefined;
  /** Fractional digits of the seconds. Default: as sent, at least three. */
  readonly digits?: number | undefined;
}

/** What the words are made of, beside the line. */
export interface RowTimeOptions {
  readonly mode: Exclude<TimestampMode, 'off'>;
  readonly style: TimestampStyle;
  /** Epoch milliseconds, for `relative`. */
  readonly now: number;
  /** Time of the line above, for `delta`. */
  readonly previous: number | undefined;
  /** Its stamp as sent, for digits behind the milliseconds. */
  readonly previousTimestamp: string | undefined;
}

/** What is read of a line. */
type Stamped = Pick<LogEntry, 'timestamp' | 'time'>;

/** Characters of a stamp: more than any has that a program writes, and less than somebody could send. */
const SHOWN = 64;
const IN_TITLE = 256;
/** Milliseconds from 1970 that a date can hold. */
const LAST_TIME = 8.64e15;

/** The line without a time that is none. */
function readable(line: Stamped): Stamped {
  const { timestamp, time } = line;
  if (time !== undefined && Math.abs(time) <= LAST_TIME) return line;
  return timestamp === undefined ? {} : { timestamp };
}

/** The words; empty where the line has no time to show so. */
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

/** The stamp as sent, as much of it as a title may hold. */
export function timeTitle({ timestamp }: Stamped): string | undefined {
  return timestamp === undefined ? undefined : cutText(timestamp, IN_TITLE);
}

/** The time for programs. */
export function timeValue(line: Stamped): string | undefined {
  const { time } = readable(line);
  return time === undefined ? undefined : new Date(time).toISOString();
}
