import type { LogLine } from './log-line.js';

/** A text and its length. */
export interface LogText {
  readonly body: ReadableStream<Uint8Array> | string;
  /** UTF-8 bytes. */
  readonly bytes: number;
}

/**
 * Keeps a run's lines beyond memory: it receives every line once, in order, and serves the downloads.
 * `write` must not block; a sink that cannot keep up says so through `backlog`.
 */
export interface LogSink {
  write(line: LogLine): void;
  /** Bytes accepted but not yet stored; a producer that can wait should do so while this is high. */
  readonly backlog: number;
  /**
   * Everything written so far as UTF-8 text, a line each; with `date` (YYYY-MM-DD, UTC) only that day's lines.
   * Resolves to undefined if there are none; rejects if the file cannot be read or was not written in full.
   */
  read(date?: string): Promise<LogText | undefined>;
  /** Stores what is pending and releases the file. */
  close(): Promise<void>;
  /** Closes and deletes the file: nobody can ask for it any more. */
  discard(): Promise<void>;
}
