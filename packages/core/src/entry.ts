/**
 * The domain types: a log line, independent of its backend's wire format, and the gap that replaces lines
 * that cannot be recovered.
 */

/** Severities from least to most severe. The order is the comparison order. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

/** Severity of a line. Backends map their own level words to these. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What a backend decodes from one wire object: a {@link LogEntry} without a position in a stream. */
export interface DecodedLine<Raw = unknown> {
  /** The server's id of the line, if it has one. */
  readonly id?: string;
  /** The timestamp exactly as sent; it may have more digits than {@link DecodedLine.time} can hold. */
  readonly timestamp?: string;
  /** Epoch milliseconds parsed from `timestamp`; absent if there is no timestamp or it cannot be parsed. */
  readonly time?: number;
  readonly level: LogLevel;
  /** As sent, ANSI sequences included. */
  readonly message: string;
  /** Where the line comes from: `job_run_id`, `task_run_id`, `task_name`, `step_name`, `service`, `stream`, `type`, `log_type`, … */
  readonly labels: Readonly<Record<string, string>>;
  /** Progress of the job as reported by this line, 0–100. */
  readonly progress?: number;
  /** Structured data that the server sent with the line. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /**
   * The server's object, untouched. A buffer of more than 16,384 lines packs its older ones: plain objects, including `metadata`, are
   * then returned as new, deeply equal objects, so compare lines by `seq`. Other objects (an instance, a `Date`, a frozen
   * object) keep their identity.
   */
  readonly raw: Raw;
}

/** One normalised line at its position in a stream. */
export interface LogEntry<Raw = unknown> extends DecodedLine<Raw> {
  readonly kind: 'log';
  /**
   * Position in this stream: grows by one per line, is never reused and survives eviction. Older lines that are
   * loaded later count down from the first one. A line that fills a {@link LogGap} of unknown size gets a
   * fraction between its neighbours' numbers, so that no other line is renumbered.
   */
  readonly seq: number;
}

/**
 * Why lines are missing:
 * - `evicted`: the server no longer held them when we asked.
 * - `outage`: they were written while there was no connection, and could not be read afterwards.
 * - `overflow`: they arrived faster than they were consumed, and a bounded queue dropped the oldest.
 * - `oversize`: a line larger than `maxMessageBytes`, or a payload of four times that, whose lines nobody has counted.
 * - `epoch`: the server restarted its log; what was written in between is unknown.
 */
export type GapReason = 'evicted' | 'outage' | 'overflow' | 'oversize' | 'epoch';

/** Missing lines that could not be recovered so far. A gap has a row of its own on screen; `stream.fill(gap.seq)` tries to fill it again. */
export interface LogGap {
  readonly kind: 'gap';
  /** Position in the stream, see {@link LogEntry.seq}. */
  readonly seq: number;
  readonly reason: GapReason;
  /** How many lines are missing, if known. Their sequence numbers are reserved. */
  readonly missing?: number;
  /** Timestamp of the last line before the gap, exactly as sent. */
  readonly from?: string;
  /** Timestamp of the first line after the gap, exactly as sent. */
  readonly to?: string;
}

/** What a stream holds: lines, and the gaps between them. */
export type LogItem<Raw = unknown> = LogEntry<Raw> | LogGap;

/** A line written by the caller, see `createLogFeed`. */
export interface LogLine {
  readonly message: string;
  /** Default: taken from the beginning of the message, otherwise `info`. */
  readonly level?: LogLevel;
  /** ISO 8601; without a zone it is UTC. */
  readonly timestamp?: string;
  /** A second line with the same id is dropped. */
  readonly id?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** 0–100. */
  readonly progress?: number;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/**
 * Accounts for every line that arrived. `received = stored + duplicates + dropped + malformed`, always.
 */
export interface Ledger {
  /** Lines that arrived, over all connections and pages. */
  readonly received: number;
  /** Lines that were put into the buffer (evicted ones included). */
  readonly stored: number;
  /** Lines that had been delivered before, or lie before the requested start. */
  readonly duplicates: number;
  /** Lines dropped because of the client's own limits: queue overflow and `oversize`. A gap stands for each of them. */
  readonly dropped: number;
  /** Payloads that should have been a line but could not be decoded. */
  readonly malformed: number;
  /**
   * Gaps reported and not closed since, including those that have left the buffer: such a gap can no longer be
   * filled, and its lines stay lost. `clear()` resets the count to 0.
   */
  readonly gaps: number;
  /**
   * Payloads of live streams that this backend is not known to send: events of a later version, messages of an unknown
   * type. Not part of `received`. Absent while there are none. If lines seem to be missing while this number grows, look here first.
   */
  readonly unknown?: number;
}

/** A ledger in which nothing has happened. */
export const EMPTY_LEDGER: Ledger = Object.freeze({
  received: 0,
  stored: 0,
  duplicates: 0,
  dropped: 0,
  malformed: 0,
  gaps: 0,
});

/**
 * The state of a stream:
 * - `idle`: never connected.
 * - `connecting`: the first attempt; nothing has failed yet.
 * - `live`: connected over SSE or WebSocket, or reading a feed.
 * - `reconnecting`: waiting for the next attempt after a failure, or making it.
 * - `polling`: connected, by polling.
 * - `paused`: the snapshot is frozen by `pause()`; the connection goes on.
 * - `complete`: the log is over; it stays so when it is disconnected.
 * - `failed`: given up for good, see `snapshot.error`; `connect()` starts over.
 * - `closed`: disconnected by `disconnect()`, `dispose()` or the signal.
 */
export type LogStreamStatus =
  'idle' | 'connecting' | 'live' | 'reconnecting' | 'polling' | 'paused' | 'complete' | 'failed' | 'closed';
