/**
 * The nouns of the domain: what a log line is once a backend's wire shape has been taken off,
 * and what stands in its place when it cannot be had.
 */

/** Severities from least to most severe. The order is the comparison order. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

/** Severity of a line. Backends map their own words onto these. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What a backend reads from one wire object: a {@link LogEntry} that has no place in a stream yet. */
export interface DecodedLine<Raw = unknown> {
  /** The server's identity of the line, where it has one. */
  readonly id?: string;
  /** The time stamp exactly as sent; it may carry more digits than {@link DecodedLine.time} can hold. */
  readonly timestamp?: string;
  /** Epoch milliseconds parsed from `timestamp`; absent when there is none or it cannot be read. */
  readonly time?: number;
  readonly level: LogLevel;
  /** As sent, ANSI sequences included. */
  readonly message: string;
  /** Where the line comes from: `job_run_id`, `task_run_id`, `task_name`, `step_name`, `service`, `stream`, `type`, `log_type`, … */
  readonly labels: Readonly<Record<string, string>>;
  /** Progress of the job as told by this line, 0–100. */
  readonly progress?: number;
  readonly metadata?: Readonly<Record<string, unknown>>;
  /**
   * The server's object, untouched. A buffer of more than 16,384 lines packs its older ones: it gives back a deeply equal object in
   * the place of a plain one, `metadata` likewise, so compare lines by `seq`. Whatever is not plain (an instance, a `Date`, a frozen
   * object) comes back as the very same.
   */
  readonly raw: Raw;
}

/** One normalised line at its place in a stream. */
export interface LogEntry<Raw = unknown> extends DecodedLine<Raw> {
  readonly kind: 'log';
  /**
   * Position in this stream: grows by one a line, is never reused and survives eviction. Older lines that are
   * loaded later count down from the first one. A line that fills a {@link LogGap} of unknown size takes a
   * fraction between its neighbours, so that no other line changes its number.
   */
  readonly seq: number;
}

/**
 * Why lines are missing:
 * - `evicted`: the server no longer held them when we asked.
 * - `outage`: they were written while there was no connection, and the server has no way to ask for them.
 * - `overflow`: they arrived faster than they were taken, and one of our bounded queues let the oldest go.
 * - `oversize`: a single line larger than the message cap.
 * - `epoch`: the server restarted its log; what came between is unknown.
 */
export type GapReason = 'evicted' | 'outage' | 'overflow' | 'oversize' | 'epoch';

/** A hole in the stream that could not be filled. It has its own row on screen; `stream.fill(gap.seq)` tries again. */
export interface LogGap {
  readonly kind: 'gap';
  readonly seq: number;
  readonly reason: GapReason;
  /** How many lines are missing, where that is known. Their sequence numbers are kept free. */
  readonly missing?: number;
  /** Time stamp of the last line before the hole, exactly as sent. */
  readonly from?: string;
  /** Time stamp of the first line after the hole, exactly as sent. */
  readonly to?: string;
}

/** What a stream holds: lines, and the holes between them. */
export type LogItem<Raw = unknown> = LogEntry<Raw> | LogGap;

/** A line that the caller writes itself, see `createLogFeed`. */
export interface LogLine {
  readonly message: string;
  readonly level?: LogLevel;
  readonly timestamp?: string;
  readonly id?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** 0–100. */
  readonly progress?: number;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/**
 * What became of every line that arrived. `received = stored + duplicates + dropped + malformed`, always.
 */
export interface Ledger {
  /** Lines that arrived, over every connection and every page. */
  readonly received: number;
  /** Lines that were put into the buffer (evicted ones included). */
  readonly stored: number;
  /** Lines that had been delivered before, or lie before the start that was asked for. */
  readonly duplicates: number;
  /** Lines that a bound of ours let go: queue overflow and oversize. Each stands in a gap. */
  readonly dropped: number;
  /** Payloads that should have been a line and could not be read. */
  readonly malformed: number;
  /**
   * Gaps that were told and not closed since, whether they are still held or not: a gap that left the buffer can be filled no
   * more, and its lines stay lost. `clear()` counts from 0 again.
   */
  readonly gaps: number;
  /**
   * Payloads of live streams that are nothing this backend is known to send: events of a later version, messages of an unknown
   * type. No part of `received`. Absent while there were none; if it grows where lines are missed, they are there.
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

/** How a stream is doing, in the words a person sees. */
export type LogStreamStatus =
  'idle' | 'connecting' | 'live' | 'reconnecting' | 'polling' | 'paused' | 'complete' | 'failed' | 'closed';
