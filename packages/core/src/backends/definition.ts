/** What a person says to define a backend of their own, and whether it can work. */
import type { DecodedLine } from '../entry.js';
import { invalidArgument } from '../errors.js';
import type { TokenPlace } from '../lib/http.js';
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

/** A line in its server's words. */
export interface LineDescription {
  readonly message: string;
  /** Any usual word in any case (`WARNING`, `err`, …) or a number of pino's. Default: read off the message, else `info`. */
  readonly level?: string | number | null | undefined;
  /** Exactly as sent; without a zone it is UTC. */
  readonly timestamp?: string | null | undefined;
  /** The server's id of the line; required for `identity: 'id'`. */
  readonly id?: string | number | null | undefined;
  /** Empty and missing ones are left out. */
  readonly labels?: Readonly<Record<string, string | number | null | undefined>>;
  /** 0–100. */
  readonly progress?: number | null | undefined;
  /** An object, or its JSON. */
  readonly metadata?: unknown;
}

/** Where something is, below the base URL. */
export interface Endpoint {
  /** A path that is encoded already, or its segments, which will be. */
  readonly path: string | readonly string[];
  /** Encoded for you; undefined values are left out. */
  readonly query?: QueryValues;
  /** Default: the `Authorization` header; on a WebSocket, where no browser sends one, the query parameter `token`. */
  readonly token?: TokenPlace;
}

/** Where the live stream is. */
export interface LiveEndpoint extends Endpoint {
  /** For `liveStart: 'tail'`: how many lines the server replays before it follows. */
  readonly replayLines?: number | undefined;
}

/** Where lines can be read, and how. Rows must come oldest first. */
export interface ListEndpoint extends Endpoint {
  /** `json`: a list, or an object that `rows` finds it in. `ndjson`: one JSON value a line. `text`: one line a line. Default `json`. */
  readonly format?: 'json' | 'ndjson' | 'text';
  /** Finds the list in a JSON answer. Default: the answer itself. */
  readonly rows?: (body: unknown) => readonly unknown[];
  /** What to ask next; undefined at the end. `received` is the number of rows of this answer. */
  readonly next?: (body: unknown, received: number) => ListEndpoint | undefined;
  /**
   * What else the answer says. Without it, and without `next`, an answer to `start` or `older` with as many rows as were asked for
   * is taken to have older lines before it.
   */
  readonly about?: (body: unknown) => Pick<Page, 'total' | 'truncated' | 'complete'>;
}

/** What a payload with this event name is. */
export type EventMeaning = 'line' | 'heartbeat' | 'complete' | 'timeout' | 'error' | 'ignored';

/** What {@link defineBackend} takes. `id` is what `log(id)` was called with. */
export interface BackendDefinition<Raw> {
  /** A short word: "loki". */
  readonly name: string;
  /** Best first. `websocket` and `sse` need `live`, `polling` needs `start` and `catchUp`. */
  readonly transports: readonly TransportName[];
  /** How repeated lines are recognised. Default `count`. */
  readonly identity?: Identity;
  /** How the live stream begins. Default `now`. */
  readonly liveStart?: LiveStart;
  /** Key of a line for `count` and `align`. Default: stamp, level, labels and message. */
  readonly identify?: (line: DecodedLine<Raw>) => string;
  /** One of the server's objects (or, with `frames: 'text'`, one line of text) as a line; undefined: it is none. */
  line(raw: Raw, context: { readonly id: string }): LineDescription | undefined;
  /** What live payloads are. `json`: one value, a list of them, or one a line. Default `json`. */
  readonly frames?: 'json' | 'text';
  /** SSE event names that differ from `log`, `message` (lines), `heartbeat`, `ping`, `complete`, `timeout`, `error`. */
  readonly events?: Readonly<Record<string, EventMeaning>>;
  /** Takes a frame apart by hand; undefined leaves it to `line` and `events`. */
  readonly decode?: (
    frame: Frame,
    tools: { readonly id: string; line(raw: Raw): Signal<Raw> },
  ) => readonly Signal<Raw>[] | undefined;
  readonly live?: (context: {
    readonly id: string;
    readonly transport: TransportName;
    readonly cursor: Cursor | undefined;
  }) => LiveEndpoint;
  /** The newest `lines` lines. */
  readonly start?: (context: { readonly id: string } & StartRequest) => ListEndpoint;
  /** Lines from the cursor on. */
  readonly catchUp?: (context: { readonly id: string; readonly cursor: Cursor }) => ListEndpoint;
  /** Lines before those that are held. */
  readonly older?: (context: { readonly id: string } & OlderRequest) => ListEndpoint;
  /** A cheap read that tells a refused token from a dead network. */
  readonly probe?: (context: { readonly id: string }) => ListEndpoint;
  readonly download?: (context: {
    readonly id: string;
    readonly date: string | undefined;
  }) => Endpoint & { readonly filename: string };
  /**
   * One line of the download's text. Give it where that text is the whole log, from its first line on and in its order: the
   * download then fills gaps that no list reaches any more. Lines are told by their messages alone.
   */
  readonly downloadLine?: (text: string, context: { readonly id: string }) => LineDescription;
}

const TRANSPORTS: readonly TransportName[] = ['websocket', 'sse', 'polling'];

/** Throws `invalid-argument` for a definition that cannot work. */
export function checkDefinition<Raw>(definition: BackendDefinition<Raw>): void {
  if (!isRecord(definition))
    throw invalidArgument(`defineBackend takes { name, transports, line, … }, not ${describe(definition)}.`);
  const { name, live, start, catchUp, identity, liveStart } = definition;
  const transports: readonly TransportName[] | undefined = definition.transports;
  const wrong = (what: string): never => {
    throw invalidArgument(`defineBackend: ${what}`);
  };
  if (typeof name !== 'string' || name.trim() === '')
    wrong('name is missing. Give the backend a short word.');
  if (typeof definition.line !== 'function')
    wrong(`line is missing. It makes a line of one of ${name}'s objects.`);
  if (transports === undefined || transports.length === 0)
    throw invalidArgument(
      `defineBackend: transports is empty. Name at least one of ${TRANSPORTS.join(', ')}.`,
    );
  for (const transport of transports) {
    if (!TRANSPORTS.includes(transport))
      wrong(`there is no transport "${String(transport)}". Use ${TRANSPORTS.join(', ')}.`);
    if (transport !== 'polling' && !live) wrong(`${transport} needs live, which says where the stream is.`);
    if (transport === 'polling' && (!start || !catchUp))
      wrong('polling needs start and catchUp, which say where lines can be read.');
  }
  if (identity !== undefined && !['id', 'count', 'align'].includes(identity))
    wrong('identity must be id, count or align.');
  if (liveStart !== undefined && !['since', 'now', 'tail'].includes(liveStart))
    wrong('liveStart must be since, now or tail.');
  if (definition.downloadLine && !definition.download)
    wrong('downloadLine needs download, which says where the text is.');
}
