/**
 * Describes one log of a backend as pure data and pure functions: where it is, how its wire objects become
 * lines, and how it can be resumed. The connection does the I/O; a source never does any.
 */
import type { DecodedLine, LogLevel } from '../entry.js';
import type { LogStreamError } from '../errors.js';
import type { Frame, TransportName } from '../lib/frame.js';
import type { Query, TokenPlace, TokenSource } from '../lib/http.js';

export type { Frame, TransportName };

/** A request for a live stream. URLs are absolute `http(s):`; the WebSocket transport turns them into `ws(s):`. */
export interface LiveRequest {
  readonly url: string;
  readonly token: TokenPlace;
  /** Not sent on a WebSocket. */
  readonly headers?: Query<unknown>['headers'];
  /** What a WebSocket sends as soon as it is open. */
  readonly firstMessage?: ((token: string | undefined) => string) | undefined;
  /** For `liveStart: 'tail'`: how many lines the server will replay before it follows. */
  readonly replayLines?: number | undefined;
}

/** A payload or row that should have been a line but could not be decoded. */
export interface Malformed {
  /** Why, in words. */
  readonly reason: string;
  /** What was sent, shortened to fit a message. */
  readonly data: string;
}

/** What a decoded frame or page contains. */
export type Signal<Raw = unknown> =
  | { readonly type: 'line'; readonly line: DecodedLine<Raw> }
  /** The server is alive. Nothing to show. */
  | { readonly type: 'heartbeat' }
  /** The log is over; nothing will follow. */
  | { readonly type: 'complete'; readonly status?: string | undefined; readonly message?: string | undefined }
  /** A planned end of the connection: the stream reconnects at once, and it does not count as a failure. */
  | { readonly type: 'timeout' }
  /** The server says that the stream cannot go on: it fails with this error. */
  | { readonly type: 'fatal'; readonly error: LogStreamError }
  | ({ readonly type: 'malformed' } & Malformed)
  /** Known, but not for this log: lines of another run on a shared channel. */
  | { readonly type: 'ignored'; readonly what: string }
  /** Nothing that this version knows, such as an event of a later one. Counted in `ledger.unknown`, because it might have been a line. */
  | { readonly type: 'unknown'; readonly what: string };

/** One response of a REST endpoint that lists lines. */
export interface Page<Raw = unknown> {
  /** Oldest first. */
  readonly lines: readonly DecodedLine<Raw>[];
  /** Rows that could not be decoded. */
  readonly malformed: readonly Malformed[];
  /** The next page in the same direction; absent at the end. */
  readonly next?: PageRequest<Raw> | undefined;
  /** There are lines older than this page that this chain of pages will not return. */
  readonly truncated?: boolean | undefined;
  /** Number of lines in this log on the server, if the server says so. */
  readonly total?: number | undefined;
  /** The log is over and this page is its end. */
  readonly complete?: { readonly status?: string } | undefined;
}

/** One REST read of lines. */
export type PageRequest<Raw = unknown> = Query<Page<Raw>>;

/** How far a stream has got, in the server's own timestamps and ids. Taken from delivered lines only. */
export interface Cursor {
  /** Timestamp of a delivered line before the overlap, exactly as sent: asking for lines after it (or from it on) repeats the whole overlap. Absent: ask from the start. */
  readonly since?: string;
  /** Epoch milliseconds of `since`. */
  readonly sinceTime?: number;
  /** Id of the newest delivered line, if the backend has ids. For the live stream only: what a list is asked for may be older. */
  readonly lastId?: string;
  /** Timestamp of the newest delivered line, exactly as sent. */
  readonly lastTimestamp?: string;
  /** Lines delivered so far in this stream. */
  readonly delivered: number;
}

/**
 * How repeated lines are recognised.
 * - `id`: by the server's id.
 * - `count`: by the key from {@link LogSource.identify}, counted: the k-th copy is new only if fewer than k were delivered.
 * - `align`: a replayed tail, or a list, is aligned with the lines held, at the longest overlap.
 */
export type Identity = 'id' | 'count' | 'align';

/**
 * How the live stream begins.
 * - `since`: it resumes from `cursor.since`, so REST is read first and the live stream overlaps it.
 * - `now`: it may start at "now" or replay its whole memory; live lines wait until REST overlaps them.
 * - `tail`: it replays `replayLines` lines, then follows; no REST read is needed at the start, unless existing lines are not to be shown.
 */
export type LiveStart = 'since' | 'now' | 'tail';

/** What a fresh start should load. */
export interface StartRequest {
  /** At most this many newest lines. */
  readonly lines: number;
}

/** Which older lines are wanted. */
export interface OlderRequest<Raw = unknown> {
  /** The oldest line held; undefined while none is. */
  readonly oldest: DecodedLine<Raw> | undefined;
  /** How many lines are known to be newer than the wanted page, whether still held or evicted: an offset from the end of the log. */
  readonly newer: number;
  /** Lines wanted. */
  readonly limit: number;
}

/** Receives the lines of a feed. */
export interface FeedSink<Raw = unknown> {
  /** `before`: how many lines of this log came before these; those that the stream has not received become a gap. Absent: not known. */
  lines(lines: readonly DecodedLine<Raw>[], before?: number): void;
  complete(): void;
}

/** Decodes one frame of a live stream. */
export interface FrameDecoder<Raw = unknown> {
  /** Must not throw: what cannot be decoded becomes a `malformed` signal. A frame may contain many lines. */
  (frame: Frame, transport: TransportName): readonly Signal<Raw>[];
  /**
   * An optional fast path for the usual case. If a frame contains only lines, appends them to `lines` and returns true. For any other
   * frame, leaves `lines` unchanged and returns false; then the decoder itself is called. It is a property of the
   * decoder so that replacing the decoder replaces both. The stream takes over the line objects that the built-in backends
   * create here and keeps them as its entries. Must not throw.
   */
  lines?(frame: Frame, transport: TransportName, lines: DecodedLine<Raw>[]): boolean;
}

/** One log of one backend. Created by `codespace(…).task(…)`, `defineBackend(…)` and the like. */
export interface LogSource<Raw = unknown> {
  /** The backend's name. */
  readonly backend: string;
  /**
   * Equal keys mean the same log from the same place: a service opens such a log only once. A source that wraps another one and decodes
   * it differently therefore needs its own key. Must not contain a token.
   */
  readonly key: string;
  /** A short name for people: "task 4f2…", "all runs". */
  readonly title: string;
  readonly token?: TokenSource | undefined;
  /** The transports available for this log, best first. */
  readonly transports: readonly TransportName[];
  readonly identity: Identity;
  readonly liveStart: LiveStart;
  /**
   * A 404 from REST means that the log does not exist: a fresh stream then fails instead of waiting for lines that never come. Leave it
   * out if some servers lack the REST endpoint.
   */
  readonly failsWhenMissing?: boolean;
  /** The request for a live stream over `transport` (`websocket` or `sse`). */
  live(transport: TransportName, cursor: Cursor | undefined): LiveRequest;
  readonly decode: FrameDecoder<Raw>;
  /** The key by which equal lines are counted. It must be the same for a live line and its REST row. */
  identify(line: DecodedLine<Raw>): string;
  /** The first page of a fresh start: the newest `start.lines` lines, oldest first. Absent: the backend has no such read. */
  start?(start: StartRequest): PageRequest<Raw>;
  /** Pages from the cursor on, oldest first, overlapping the lines held. Absent: outages cannot be backfilled. */
  catchUp?(cursor: Cursor): PageRequest<Raw>;
  /** One poll. Default: `catchUp`, or `start` while nothing is held. */
  poll?(cursor: Cursor | undefined, start: StartRequest): PageRequest<Raw>;
  /** A page of lines older than those held; it may overlap them. A page without `next` and `truncated` reaches the start of the log. */
  older?(request: OlderRequest<Raw>): PageRequest<Raw>;
  /** A cheap authorised request that tells a refused token from a dead network, where a browser hides the reason. */
  probe?(): PageRequest<Raw>;
  /** Where the server offers the whole log as text. */
  download?(query?: { readonly date?: string | undefined }): {
    readonly url: string;
    readonly token: TokenPlace;
    readonly headers?: Query<unknown>['headers'];
    readonly filename: string;
  };
  /**
   * Converts one line of the {@link LogSource.download} text to a line of this log. Define it only if that text is the whole log from its
   * first line on, in order: the download then fills gaps that lists no longer reach. Lines are matched by their text alone.
   */
  readonly downloadLine?: (text: string) => DecodedLine<Raw>;
  /** For a feed, which has no server: the stream receives its lines through `sink`. Returns a function that detaches it. */
  attach?(sink: FeedSink<Raw>): () => void;
}

/** Configuration of every backend factory. */
export interface BackendConfig {
  /** The backend's address, `https://…`, including any path before the backend's own. Without user name, query or fragment. */
  readonly baseUrl: string;
  readonly token?: TokenSource | undefined;
  /** Adds to or overrides the backend's mapping of level words; keys in lower case. */
  readonly levels?: Readonly<Record<string, LogLevel>>;
  /** Used by the typed REST methods. Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** Describes a registered backend. */
export interface BackendInfo {
  readonly name: string;
  /** Best first. */
  readonly transports: readonly TransportName[];
  readonly identity: Identity;
}
