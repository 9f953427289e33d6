/** The face of a stream: what hooks, viewers, services and other frameworks hold on to. */
import type { TransportName } from './lib/frame.js';
import type { BufferChange, LogView } from './buffer/log-view.js';
import type { Ledger, LogEntry, LogGap, LogItem, LogStreamStatus } from './entry.js';
import type { LogStreamError } from './errors.js';

/** When and why the next attempt comes. */
export interface RetryInfo {
  /** 1 for the first attempt after a failure. */
  readonly attempt: number;
  /** Epoch milliseconds of the attempt. */
  readonly at: number;
  /** Milliseconds waited in all. */
  readonly delay: number;
}

/** What is known of the time before the oldest line held. */
export type HistoryState = 'unknown' | 'more' | 'loading' | 'start' | 'unavailable';

/** A stream at one moment. Never changes; a new one comes with every change. */
export interface LogStreamSnapshot<Raw = unknown> {
  readonly status: LogStreamStatus;
  /** Random access to what is held, without a copy. */
  readonly view: LogView<Raw>;
  /** What is held, as an array. Made when first read; use {@link LogStreamSnapshot.view} for large buffers. */
  readonly items: readonly LogItem<Raw>[];
  /** Why the stream failed, or why it is reconnecting. */
  readonly error: LogStreamError | undefined;
  readonly ledger: Ledger;
  /**
   * Lines that arrived live, in all: what a rate is taken of. Not among them: history, what was missed and read later, what a live
   * stream brings in the first second after it opens, which may be a replay, and what came while the stream was paused.
   */
  readonly arrived: number;
  /** 0–100, the newest progress a line told. */
  readonly progress: number | undefined;
  readonly retry: RetryInfo | undefined;
  readonly transport: TransportName | undefined;
  readonly history: HistoryState;
  /** The final status word of the run, once complete, where the backend gives one. */
  readonly outcome: string | undefined;
}

/** Events of a stream and what their listeners get. */
export interface LogStreamEvents<Raw = unknown> {
  /** New lines, in order, one call for all that arrived together. */
  entries: (entries: readonly LogEntry<Raw>[]) => void;
  /** Lines that took the place of a gap, or of a part of it. They are not among `entries`; their numbers say where they belong. */
  filled: (entries: readonly LogEntry<Raw>[]) => void;
  gap: (gap: LogGap) => void;
  status: (status: LogStreamStatus, snapshot: LogStreamSnapshot<Raw>) => void;
  /** 0–100. */
  progress: (progress: number, entry: LogEntry<Raw>) => void;
  /** Every error, temporary and malformed ones included; look at `retryable` and at the status. */
  error: (error: LogStreamError) => void;
}

/** What incremental readers need of a stream. */
export type Observable<Raw = unknown> = Pick<LogStream<Raw>, 'getSnapshot' | 'observe'>;

/** One log, kept whole. See `createLogStream`. */
export interface LogStream<Raw = unknown> {
  /** Of the source: the backend's name and a short name for people. */
  readonly backend: string;
  readonly title: string;
  /**
   * Starts, or starts again after `disconnect()` or a failure, from where it was. Throws `aborted` after `dispose()`, and once
   * `signal` has fired.
   */
  connect(): void;
  /** Ends the connection and keeps what is held. Nothing of it keeps a process alive. */
  disconnect(): void;
  /** Ends the wait for the next attempt. */
  retryNow(): void;
  /** Freezes the snapshot; the stream goes on and stores, within its bounds. */
  pause(): void;
  /** Shows what came while paused. */
  resume(): void;
  /** Forgets the lines held; the connection and the sequence numbers go on. */
  clear(): void;
  /** Disconnects and drops every listener, for good. */
  dispose(): void;
  /**
   * Loads a page of older lines. Resolves with how many came. Rejects with a `LogStreamError`: at once when the server cannot be
   * reached; after 4 tries, with the back-off between them or as long as `Retry-After` says, when it answers with 5xx, 408, 425 or 429.
   */
  loadOlder(limit?: number, options?: { signal?: AbortSignal }): Promise<number>;
  /** Tries to fill one gap, or every open gap. Resolves with how many gaps were closed. Rejects as `loadOlder()` does. */
  fill(seq?: number, options?: { signal?: AbortSignal }): Promise<number>;
  /**
   * Where this stream got to, as a small text to keep (session storage, another tab, a worker) and to give to a new stream as
   * `options.resume`. Holds no message and no token. undefined while nothing was delivered.
   */
  resumeToken(): string | undefined;
  /** Listens for any change of the snapshot; at most once per `notifyInterval`. Returns its undo. */
  subscribe(listener: () => void): () => void;
  getSnapshot(): LogStreamSnapshot<Raw>;
  /**
   * Tells listeners and observers now what they would be told a little later: for who draws in frames, and calls it in each before
   * he draws. Does nothing in the first half of `notifyInterval`.
   */
  flush(): void;
  /** Listens for one event. Returns its undo. */
  on<E extends keyof LogStreamEvents<Raw>>(event: E, listener: LogStreamEvents<Raw>[E]): () => void;
  /**
   * For incremental readers (filter, search, statistics): what changed since the last call and the view after it. Called just
   * before `subscribe` listeners, at most once per `notifyInterval`, not while paused. Returns its undo.
   */
  observe(observer: (change: BufferChange<Raw>, view: LogView<Raw>) => void): () => void;
  /**
   * Lines and gaps in order, from the oldest held on; connects by itself. Ends when the log is complete or the stream is
   * disconnected, throws when it fails. A loop slower than the stream loses nothing silently: what was evicted meanwhile is a gap.
   * At a gap that is being tried it waits, 10 s at most, and so gets the lines in their place. Leaving the loop disconnects.
   */
  [Symbol.asyncIterator](): AsyncIterator<LogItem<Raw>>;
}
