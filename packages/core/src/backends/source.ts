/**
 * What a backend says about one log, as pure data and pure functions: where it is, how its wire objects become
 * lines, what it can resume by. The connection reads this and does the I/O; a source never does any.
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
  /** For `replay: 'tail'`: how many lines the server will replay before it follows. */
  readonly replayLines?: number | undefined;
}

/** A payload or row that should have been a line and could not be read. */
export interface Malformed {
  readonly reason: string;
  /** What was sent, cut to a length fit for a message. */
  readonly data: string;
}

/** What one frame (or one page) turned out to hold. */
export type Signal<Raw = unknown> =
  | { readonly type: 'line'; readonly line: DecodedLine<Raw> }
  /** The server is alive. Nothing to show. */
  | { readonly type: 'heartbeat' }
  /** The log is over; nothing will follow. */
  | { readonly type: 'complete'; readonly status?: string | undefined; readonly message?: string | undefined }
  /** A planned end: reconnect at once, no failed attempt. */
  | { readonly type: 'timeout' }
  /** The server's own word that this cannot go on. */
  | { readonly type: 'fatal'; readonly error: LogStreamError }
  | ({ readonly type: 'malformed' } & Malformed)
  /** Known, and not for this log: lines of another run on a shared channel. */
  | { readonly type: 'ignored'; readonly what: string }
  /** Not a log as far as anybody here knows: an event of a later version. Counted, in case it was one. */
  | { readonly type: 'unknown'; readonly what: string };

/** One answer of a REST endpoint that lists lines. */
export interface Page<Raw = unknown> {
  /** Oldest first. */
  readonly lines: readonly DecodedLine<Raw>[];
  /** Rows that could not be read. */
  readonly malformed: readonly Malformed[];
  /** What to ask next in the same direction; absent at the end. */
  readonly next?: PageRequest<Raw> | undefined;
  /** The server says that lines older than this page exist which this chain will not bring. */
  readonly truncated?: boolean | undefined;
  /** Lines of this log at the server, where it says so. */
  readonly total?: number | undefined;
  /** The log is over and this page is its end. */
  readonly complete?: { readonly status?: string };
}

/** One REST read of lines. */
export type PageRequest<Raw = unknown> = Query<Page<Raw>>;

/** Where a stream got to, in the backend's own words. Taken from delivered lines only. */
export interface Cursor {
  /** Stamp of a delivered line that lies before the overlap, exactly as sent: asking for what is after it (or from it on) repeats the whole overlap. Absent: ask from the start. */
  readonly since?: string;
  /** Epoch milliseconds of `since`. */
  readonly sinceTime?: number;
  /** Identity of the newest delivered line, where the backend has ids. */
  readonly lastId?: string;
  /** Stamp of the newest delivered line. */
  readonly lastTimestamp?: string;
  /** Lines delivered so far in this stream. */
  readonly delivered: number;
}

/**
 * How repeated lines are recognised.
 * - `id`: by the server's id.
 * - `count`: by {@link LogSource.identify}, counted: the k-th copy is new only if fewer than k were delivered.
 * - `align`: a replayed tail is laid against what is held, on the longest overlap.
 */
export type Identity = 'id' | 'count' | 'align';

/**
 * How the live stream begins.
 * - `since`: it resumes from `cursor.since`, so REST is read first and the live stream overlaps it.
 * - `now`: it may begin at "now" or replay its whole buffer; live lines are held back until REST overlaps them.
 * - `tail`: it replays `replayLines` lines, then follows; no REST is needed to begin.
 */
export type LiveStart = 'since' | 'now' | 'tail';

/** What the caller wants to see first. */
export interface StartRequest {
  /** At most this many newest lines. */
  readonly lines: number;
}

/** What the pager holds when it asks for older lines. */
export interface OlderRequest {
  /** The oldest line that is held. */
  readonly oldest: DecodedLine | undefined;
  /** Lines held or evicted since the oldest, the gap-free count of what is newer than the page wanted. */
  readonly newer: number;
  /** Lines wanted. */
  readonly limit: number;
}

/** Where the lines of a feed go. */
export interface FeedSink<Raw = unknown> {
  /** `before`: how many lines of this log came before these. What a stream has not had of them stands in a gap. Absent: not known. */
  lines(lines: readonly DecodedLine<Raw>[], before?: number): void;
  complete(): void;
}

/** Reads one frame of a live stream. */
export interface FrameDecoder<Raw = unknown> {
  /** Never throws: what cannot be read is a `malformed` signal. A frame may hold many lines. */
  (frame: Frame, transport: TransportName): readonly Signal<Raw>[];
  /**
   * The usual case of the same, at less cost. Where a frame holds lines and nothing else: puts them behind those in `lines`, and
   * answers true. Any other frame: leaves `lines` as they are, answers false, and the decoder itself is asked. It is a part of the
   * decoder, so that who puts another in its place has replaced both. What our own backends make here is handed over: the stream
   * keeps it as its entries. Never throws.
   */
  lines?(frame: Frame, transport: TransportName, lines: DecodedLine<Raw>[]): boolean;
}

/** One log of one backend. Made by `codespace(…).task(…)`, `defineBackend(…)` and the like. */
export interface LogSource<Raw = unknown> {
  readonly backend: string;
  /**
   * Equal keys mean the same log from the same place: a service opens it once for all who ask. A source that wraps another and reads
   * it otherwise therefore needs a key of its own. Holds no token.
   */
  readonly key: string;
  /** A short name for people: "task 4f2…", "all runs". */
  readonly title: string;
  readonly token?: TokenSource | undefined;
  /** Transports this log has, best first. */
  readonly transports: readonly TransportName[];
  readonly identity: Identity;
  readonly liveStart: LiveStart;
  /**
   * A 404 of REST means that there is no such log: a fresh stream then fails, instead of waiting for lines that never come. Not
   * for logs whose REST part some servers do not have.
   */
  readonly failsWhenMissing?: boolean;
  /** The request for a live stream over `transport` (`websocket` or `sse`). */
  live(transport: TransportName, cursor: Cursor | undefined): LiveRequest;
  readonly decode: FrameDecoder<Raw>;
  /** Key under which equal lines are counted. The same for a live line and its REST row. */
  identify(line: DecodedLine<Raw>): string;
  /** First pages of a fresh start: the newest `start.lines` lines, oldest first. Absent: the backend cannot. */
  start?(start: StartRequest): PageRequest<Raw>;
  /** Pages from the cursor on, oldest first, overlapping what is held. Absent: an outage cannot be filled. */
  catchUp?(cursor: Cursor): PageRequest<Raw>;
  /** One turn of polling. Default: `catchUp`, or `start` while nothing is held. */
  poll?(cursor: Cursor | undefined, start: StartRequest): PageRequest<Raw>;
  /** A page of lines older than what is held; it may overlap it. A page without `next` and `truncated` is the start of the log. */
  older?(request: OlderRequest): PageRequest<Raw>;
  /** A cheap authorised request that tells a refused token from a dead network. */
  probe?(): PageRequest<Raw>;
  /** The whole log as text, from the server. */
  download?(query?: { readonly date?: string | undefined }): {
    readonly url: string;
    readonly token: TokenPlace;
    readonly filename: string;
  };
  /**
   * One line of {@link LogSource.download}'s text as a line of this log. Present where that text holds the whole log from its
   * first line on, in the log's order: it then fills gaps that no list reaches any more. Lines are told by their text alone.
   */
  readonly downloadLine?: (text: string) => DecodedLine<Raw>;
  /** A feed has no server: the stream takes its lines from here. Its undo stops it. */
  attach?(sink: FeedSink<Raw>): () => void;
}

/** What every backend factory takes. */
export interface BackendConfig {
  /** Where the backend is, `https://…`, with any path before the backend's own. */
  readonly baseUrl: string;
  readonly token?: TokenSource | undefined;
  /** Overrides the backend's mapping of level words; keys in lower case. */
  readonly levels?: Readonly<Record<string, LogLevel>>;
  /** For the typed REST methods. Default: the global one. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** A row of the registry: what the docs, the command line and the contract suite iterate over. */
export interface BackendInfo {
  readonly name: string;
  readonly transports: readonly TransportName[];
  readonly identity: Identity;
}
