/** The public interface of a stream, for hooks, viewers, services and other frameworks. */
import type { TransportName } from './lib/frame.js';
import type { BufferChange, LogView } from './buffer/log-view.js';
import type { Ledger, LogEntry, LogGap, LogItem, LogStreamStatus } from './entry.js';
import type { LogStreamError } from './errors.js';

/** The next connection attempt. */
export interface RetryInfo {
  /** 1 for the first attempt after a failure. */
  readonly attempt: number;
  /** Epoch milliseconds of the attempt. */
  readonly at: number;
  /** Milliseconds from the failure to the attempt. */
  readonly delay: number;
}

/**
 * What is known about lines older than the oldest one held:
 * - `unknown`: nothing yet.
 * - `more`: the server has older lines; `loadOlder()` reads them.
 * - `loading`: `loadOlder()` is reading, or the first lines are being read.
 * - `start`: the oldest line held is the first of the log.
 * - `unavailable`: older lines cannot be read: the backend has no such read, or it reaches no further back.
 */
export type HistoryState = 'unknown' | 'more' | 'loading' | 'start' | 'unavailable';

/** The state of a stream at one moment. Immutable: every change creates a new snapshot. */
export interface LogStreamSnapshot<Raw = unknown> {
  readonly status: LogStreamStatus;
  /** Random access to the items held, without a copy. */
  readonly view: LogView<Raw>;
  /** The items held, as an array. Created when first read; for large buffers use {@link LogStreamSnapshot.view}. */
  readonly items: readonly LogItem<Raw>[];
  /** Why the stream failed, or why it is reconnecting. */
  readonly error: LogStreamError | undefined;
  readonly ledger: Ledger;
  /**
   * Total number of lines that arrived live, from which a rate can be computed. It excludes history, missed lines that were read later,
   * lines from the first second after a live stream opens (which may be a replay), and lines that arrived while the stream was paused.
   */
  readonly arrived: number;
  /** The most recent progress that a line reported, 0–100. */
  readonly progress: number | undefined;
  /** The next attempt, while the stream waits for it. */
  readonly retry: RetryInfo | undefined;
  /** The transport in use. */
  readonly transport: TransportName | undefined;
  readonly history: HistoryState;
  /** The final status of the run once it is complete, if the backend reports one. */
  readonly outcome: string | undefined;
}

/** Events of a stream and the arguments of their listeners. */
export interface LogStreamEvents<Raw = unknown> {
  /** New lines, in order; one call for all that arrived together. */
  entries: (entries: readonly LogEntry<Raw>[]) => void;
  /**
   * Lines that replaced a gap or a part of it; their `seq` says where they belong. They were not reported through `entries`: what was, but
   * left the buffer unseen during a pause, is not reported again when it is filled in.
   */
  filled: (entries: readonly LogEntry<Raw>[]) => void;
  /** Lines are missing. */
  gap: (gap: LogGap) => void;
  /** The status changed. */
  status: (status: LogStreamStatus, snapshot: LogStreamSnapshot<Raw>) => void;
  /** A line reported progress, 0–100. */
  progress: (progress: number, entry: LogEntry<Raw>) => void;
  /** Every error, including temporary and `malformed` ones; look at `retryable` and at the status. */
  error: (error: LogStreamError) => void;
}

/** What incremental readers need of a stream. */
export type Observable<Raw = unknown> = Pick<LogStream<Raw>, 'getSnapshot' | 'observe'>;

/** A live log: every line once and in order, with gaps where lines are missing. See `createLogStream`. */
export interface LogStream<Raw = unknown> {
  /** The backend's name, from the source. */
  readonly backend: string;
  /** A short name for people, from the source. */
  readonly title: string;
  /** Whether missing lines can be read at all: by the source's `catchUp`, or its `download` with a `downloadLine`. Without either, `fill()` closes no gap. */
  readonly canFill: boolean;
  /**
   * Connects, or connects again after `disconnect()` or a failure, and continues from where it was. Does nothing while it is connected
   * or retrying. Throws `aborted` after `dispose()`, and once `signal` has fired.
   */
  connect(): void;
  /** Ends the connection and keeps the lines held; the status becomes `closed`, unless the log is `complete`. A disconnected stream does not keep a Node process alive. */
  disconnect(): void;
  /** Makes the next attempt now instead of waiting for it. */
  retryNow(): void;
  /** Freezes the snapshot; the stream continues to receive and store lines, within its limits. */
  pause(): void;
  /** Ends the pause and shows what arrived in the meantime. */
  resume(): void;
  /** Drops the lines held; the connection and the sequence numbers continue. */
  clear(): void;
  /** Disconnects, removes every listener, and ends `loadOlder()` and `fill()` with kind `aborted`, for good. */
  dispose(): void;
  /**
   * Loads a page of older lines, by default 500. Resolves with the number of lines loaded. Rejects with a `LogStreamError`: at once if the
   * server cannot be reached; if it answers with 5xx, 408, 425 or 429, after 4 tries with back-off, or `Retry-After`, between them.
   */
  loadOlder(limit?: number, options?: { signal?: AbortSignal }): Promise<number>;
  /**
   * Tries to fill one gap (or what is left of it), or every open gap. Resolves with the number of gaps closed. Rejects as `loadOlder()`
   * does.
   */
  fill(seq?: number, options?: { signal?: AbortSignal }): Promise<number>;
  /**
   * The position of this stream as a small string, to keep in session storage or to send to another tab or worker, and to pass to a new
   * stream as `options.resume`. It contains no messages and no token. undefined until a line was delivered.
   */
  resumeToken(): string | undefined;
  /** Calls the listener after any change of the snapshot, at most once per `notifyInterval`. Returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void;
  getSnapshot(): LogStreamSnapshot<Raw>;
  /**
   * Notifies listeners and observers now instead of at the end of `notifyInterval`. For code that draws in animation frames and calls
   * this in each frame before drawing. Does nothing in the first half of `notifyInterval`.
   */
  flush(): void;
  /** Listens for one event. Returns a function that unsubscribes. */
  on<E extends keyof LogStreamEvents<Raw>>(event: E, listener: LogStreamEvents<Raw>[E]): () => void;
  /**
   * For incremental readers (filter, search, statistics): receives what changed since the last call, and the view after it. Called just
   * before `subscribe` listeners, at most once per `notifyInterval`, and not while paused. Returns a function that unsubscribes.
   */
  observe(observer: (change: BufferChange<Raw>, view: LogView<Raw>) => void): () => void;
  /**
   * Iterates over lines and gaps in order, starting with the oldest held; connects automatically. Ends when the log is complete or the
   * stream is disconnected, and throws when it fails. A loop that is too slow loses nothing silently: what was evicted meanwhile appears
   * as a gap. At a gap that is being filled it waits up to 10 s, so that the lines arrive in place; lines that fill a gap later come after
   * newer ones, and their `seq` says where they belong. Leaving the loop disconnects.
   */
  [Symbol.asyncIterator](): AsyncIterator<LogItem<Raw>>;
}
