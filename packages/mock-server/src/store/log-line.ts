import { formatStamp } from '../lib/stamp.js';
import type { Moment, StampFormat } from '../lib/stamp.js';
import { hash } from '../lib/random.js';

/** Severity of a line. */
export type LineLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';
/** Where a program wrote a line. */
export type LineStream = 'stdout' | 'stderr' | 'system';
/** Kind of a line: `log_type` of codespace. */
export type LineType = 'thinking' | 'coding' | 'info' | 'error' | 'success';

/** A line as a caller writes it; everything but the message has a default. */
export interface LineInput {
  readonly message: string;
  /** Default `info`. */
  readonly level?: LineLevel;
  /** Default `stdout`. */
  readonly stream?: LineStream;
  /** The codespace step. Default: the task, else `output`. */
  readonly step?: string;
  /** The stratal task the line belongs to; without it the line is the job's own. */
  readonly task?: string;
  /** The codespace log type. Default: `error` from level error up, else `info`. */
  readonly type?: LineType;
  /** Percent, 0–100. */
  readonly progress?: number;
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Sent exactly as given, on every backend; `null` sends none. Default: the store's clock. */
  readonly timestamp?: string | null;
  /** When the line was written, epoch milliseconds with a fraction. Default: the store's clock. */
  readonly at?: number;
  /** Gives the line the timestamp of the line before it. */
  readonly sameInstant?: boolean;
}

/** The canonical line, of which the backends send different views. */
export interface LogLine {
  /** Position in its run, from 0; never reused. */
  readonly index: number;
  /** Position in the whole store, from 1: the integer `id` of the stratal rows. */
  readonly row: number;
  readonly runId: string;
  /** When it was written; the text on the wire has the backend's {@link StampFormat}. */
  readonly moment: Moment;
  /** The timestamp that the caller dictated: a text, or null for a line without one. Undefined: none was dictated. */
  readonly stamp: string | null | undefined;
  readonly level: LineLevel;
  readonly stream: LineStream;
  readonly message: string;
  readonly step: string;
  readonly task: string | undefined;
  readonly type: LineType;
  readonly progress: number | undefined;
  readonly metadata: Readonly<Record<string, unknown>> | undefined;
}

/** The line's timestamp as a server with this precision and zone sends it; null for a line without one. */
export function sentStamp(line: LogLine, format: StampFormat): string | null {
  if (line.stamp !== undefined) return line.stamp;
  // The clock has microseconds, but timestamps with nanoseconds should not end in 000.
  const moment = format.digits > 6 ? { micros: line.moment.micros, nanos: nanosOf(line) } : line.moment;
  return formatStamp(moment, format);
}

function nanosOf(line: LogLine): number {
  return (Math.imul(line.index + 1, 2654435761) >>> 0) % 1000;
}

/** The line's identity on backends that have one: a uuid that depends on run and position only. */
export function lineId(line: LogLine): string {
  const run = hash(line.runId).toString(16).padStart(8, '0');
  const position = line.index.toString(16).padStart(12, '0');
  return `${run}-${run.slice(4)}-4${run.slice(1, 4)}-8${run.slice(5, 8)}-${position}`;
}
