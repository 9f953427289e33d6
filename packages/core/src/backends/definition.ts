/** The definition of a custom backend, and the check that it is valid. */
import type { DecodedLine } from '../entry.js';
import { invalidArgument } from '../errors.js';
import type { TokenPlace } from '../lib/http.js';
import { checkOneOf } from '../lib/arguments.js';
import { describe, isRecord } from '../lib/json.js';
import type { QueryValues } from '../lib/url.js';
import type {
  Cursor,
  Frame,
  Identity,
  LiveStart,
  OlderRequest,
  Page,
  Signal,
  StartRequest,
  TransportName,
} from './source.js';

/** A line, in the server's own values. Values of the wrong type are ignored, except for `message`. */
export interface LineDescription {
  readonly message: string;
  /** Any usual level word in any case (`WARNING`, `err`, …) or a pino level number. Default: taken from the message, otherwise `info`. */
  readonly level?: string | number | null | undefined;
  /** ISO 8601, exactly as sent; without a zone it is UTC. Convert any other format, such as epoch numbers: otherwise the line has no time. */
  readonly timestamp?: string | null | undefined;
  /** The server's id of the line; required for `identity: 'id'`. */
  readonly id?: string | number | null | undefined;
  /** Empty and missing ones are left out. */
  readonly labels?: Readonly<Record<string, string | number | null | undefined>>;
  /** 0–100. */
  readonly progress?: number | null | undefined;
  /** An object, or an object as JSON text. */
  readonly metadata?: unknown;
}

/** A location below the base URL. */
export interface Endpoint {
  /** A path that is already encoded, or a list of segments that are encoded for you. */
  readonly path: string | readonly string[];
  /** Query parameters, encoded for you; undefined values are left out. */
  readonly query?: QueryValues;
  /** Default: the `Authorization` header; on a WebSocket, where browsers cannot send headers, the query parameter `token`. */
  readonly token?: TokenPlace;
  /** Further headers, which a WebSocket cannot send. A page on another origin needs the server's permission for each, by CORS. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Where the live stream is. */
export interface LiveEndpoint extends Endpoint {
  /**
   * What a WebSocket sends as soon as it is open, for a server that waits for a subscription. It receives the token, which may be part of it
   * instead of the URL, with `token: 'none'`.
   */
  readonly firstMessage?: ((token: string | undefined) => string) | undefined;
  /** For `liveStart: 'tail'`: how many lines the server replays before it follows. */
  readonly replayLines?: number | undefined;
}

/** Where lines can be read, and how. Rows and pages must come oldest first, unless they are `newestFirst`. */
export interface ListEndpoint extends Endpoint {
  /** Makes it a POST request with this as JSON, such as a GraphQL query. */
  readonly body?: unknown;
  /** `json`: a list, or an object in which `rows` finds it. `ndjson`: one JSON value per line. `text`: one log line per line. Default `json`. */
  readonly format?: 'json' | 'ndjson' | 'text';
  /**
   * Finds the list in a JSON response; null counts as an empty one. Default: the response itself. With `text`, it receives the text and cuts it
   * into rows, in whatever format that is. Not called with `ndjson`.
   */
  readonly rows?: (body: unknown) => readonly unknown[];
  /** The next page; undefined at the end, or this page once more. `received` is the number of rows in this response. */
  readonly next?: (body: unknown, received: number) => ListEndpoint | undefined;
  /**
   * The rows come newest first, and the next page has older ones. Pages are read until there are as many lines as were asked for, or, for
   * `catchUp`, until there is a line from before the cursor (without timestamps, the one with its `lastId`; without ids as well, until `next`
   * ends the list); only then are the lines shown, in order. Default false.
   */
  readonly newestFirst?: boolean;
  /**
   * Reads the total, truncation and completion from the response. Without `about` and `next`, if `start` or `older` returns as many rows
   * as were asked for, the client assumes that there are older lines.
   */
  readonly about?: (body: unknown) => Pick<Page, 'total' | 'truncated' | 'complete'>;
}

/** What an SSE event with a given name means. */
export type EventMeaning = 'line' | 'heartbeat' | 'complete' | 'timeout' | 'error' | 'ignored';

/** The argument of {@link defineBackend}. `id` is what `log(id)` was called with. */
export interface BackendDefinition<Raw> {
  /** A short word, such as "loki". */
  readonly name: string;
  /** Best first. `websocket` and `sse` need `live`, `polling` needs `start` and `catchUp`. */
  readonly transports: readonly TransportName[];
  /** How repeated lines are recognised. Default `count`, which needs timestamps; for lines without ids and timestamps use `align`. */
  readonly identity?: Identity;
  /** How the live stream begins. Default `now`. */
  readonly liveStart?: LiveStart;
  /** The key by which lines are compared for `count` and `align`. Default: timestamp, level, labels and message. */
  readonly identify?: (line: DecodedLine<Raw>) => string;
  /**
   * Converts one of the server's objects (with `frames: 'text'`: one line of text) to a line. Return undefined if it is not a line. If it
   * throws, the object counts as malformed, and the stream goes on.
   */
  line(raw: Raw, context: { readonly id: string }): LineDescription | undefined;
  /** The format of live payloads. `json`: one value, a list of values, or one value per line. Default `json`. */
  readonly frames?: 'json' | 'text';
  /** Meanings of SSE event names other than `log`, `message` (lines), `heartbeat`, `ping`, `complete`, `timeout`, `error`. */
  readonly events?: Readonly<Record<string, EventMeaning>>;
  /** Decodes a frame by hand, such as one that holds several lines; return undefined to leave it to `line` and `events`. */
  readonly decode?: (
    frame: Frame,
    tools: { readonly id: string; line(raw: Raw): Signal<Raw> },
  ) => readonly Signal<Raw>[] | undefined;
  /** Where the live stream is. Resume from `cursor` if there is one. */
  readonly live?: (context: {
    readonly id: string;
    readonly transport: TransportName;
    readonly cursor: Cursor | undefined;
  }) => LiveEndpoint;
  /** Where to read the newest `lines` lines. */
  readonly start?: (context: { readonly id: string } & StartRequest) => ListEndpoint;
  /**
   * Where to read the lines from `cursor.since` on, or from the start of the log if that is absent. Without `catchUp`, an outage cannot be backfilled
   * and stays a gap.
   */
  readonly catchUp?: (context: { readonly id: string; readonly cursor: Cursor }) => ListEndpoint;
  /** Where to read the lines right before those held; it may repeat some of these. Without it, nobody can scroll up beyond the start. */
  readonly older?: (context: { readonly id: string } & OlderRequest<Raw>) => ListEndpoint;
  /** A cheap read that tells a refused token from a dead network, where a browser hides the reason. */
  readonly probe?: (context: { readonly id: string }) => ListEndpoint;
  /** Where the server offers the whole log as a file. */
  readonly download?: (context: {
    readonly id: string;
    readonly date: string | undefined;
  }) => Endpoint & { readonly filename: string };
  /**
   * Converts one line of the download's text. Define it only if that text is the whole log, from its first line on and in order: the
   * download then fills gaps that lists no longer reach. Lines are matched by their messages alone.
   */
  readonly downloadLine?: (text: string, context: { readonly id: string }) => LineDescription;
}

const TRANSPORTS: readonly TransportName[] = ['websocket', 'sse', 'polling'];
const MEANINGS: readonly EventMeaning[] = ['line', 'heartbeat', 'complete', 'timeout', 'error', 'ignored'];

/** Throws `invalid-argument` for an invalid definition. */
export function checkDefinition<Raw>(definition: BackendDefinition<Raw>): void {
  if (!isRecord(definition))
    throw invalidArgument(`defineBackend takes { name, transports, line, … }, not ${describe(definition)}.`);
  const { name, live, start, catchUp, identity, liveStart } = definition;
  // The caller may have left it out, whatever the type says.
  const transports: readonly TransportName[] | undefined = definition.transports;
  const refuse = (what: string): never => {
    throw invalidArgument(`defineBackend: ${what}`);
  };
  if (typeof name !== 'string' || name.trim() === '')
    refuse('name is missing. Give the backend a short word.');
  if (typeof definition.line !== 'function')
    refuse(`line is missing. It converts one of ${name}'s objects to a line.`);
  if (transports === undefined || transports.length === 0)
    return refuse(`transports is empty. Use at least one of ${TRANSPORTS.join(', ')}.`);
  for (const transport of transports) {
    if (!TRANSPORTS.includes(transport))
      refuse(`there is no transport "${String(transport)}". Use ${TRANSPORTS.join(', ')}.`);
    if (transport !== 'polling' && !live) refuse(`${transport} needs live, which says where the stream is.`);
    if (transport === 'polling' && (!start || !catchUp))
      refuse('polling needs start and catchUp, which say where lines can be read.');
  }
  checkOneOf('defineBackend: identity', identity, ['id', 'count', 'align']);
  checkOneOf('defineBackend: liveStart', liveStart, ['since', 'now', 'tail']);
  for (const meaning of Object.values(definition.events ?? {}))
    checkOneOf('defineBackend: a meaning in events', meaning, MEANINGS);
  if (definition.downloadLine && !definition.download)
    refuse('downloadLine needs download, which says where the text is.');
}
