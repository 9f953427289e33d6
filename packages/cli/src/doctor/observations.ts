/** What was observed of a backend; the checks judge it. Times are in milliseconds. */
import type { BackendName } from '../args/command.js';

/** An HTTP response, or its absence. */
export interface HttpAnswer {
  /** undefined: no answer. */
  readonly status: number | undefined;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Why there was no answer: the system's error code, or `timeout`. */
  readonly error?: string;
  /** From the request to the headers. */
  readonly ms: number;
  /** The body is a web page: it comes from a proxy or is a login page. */
  readonly html?: boolean;
}

/** What identifies a line. */
export interface SeenLine {
  /** The same for a line over REST and live. Identical lines without an id share one key. */
  readonly key: string;
  readonly timestamp: string | undefined;
  readonly time: number | undefined;
}

/** A list of lines, oldest first. */
export interface ListAnswer extends HttpAnswer {
  readonly lines: readonly SeenLine[];
  /** Why the body could not be read as a list. */
  readonly unreadable?: string;
  /** The body says that there is no such log. */
  readonly missing?: boolean;
}

/** What arrived together, in one read. */
export interface Arrival {
  /** Since the request. */
  readonly at: number;
  readonly lines: readonly SeenLine[];
  /** Whether a heartbeat event, a comment or a ping was in it. */
  readonly heartbeat: boolean;
}

/** How a live connection ended. `complete`: so is the log. `enough`: more lines would tell nothing new. */
export type LiveEnd = 'complete' | 'timeout' | 'error' | 'closed' | 'cut' | 'enough';

/** A stream that was listened to. */
export interface StreamWatch {
  readonly answer: HttpAnswer;
  readonly arrivals: readonly Arrival[];
  /** undefined: it was still open. */
  readonly end: LiveEnd | undefined;
  /** How long it was listened to, from the request on. */
  readonly listened: number;
}

/** A WebSocket that was listened to. */
export interface SocketWatch {
  /** The answer to a handshake made over plain HTTP; 101 is success. */
  readonly handshake: HttpAnswer;
  readonly opened: boolean;
  readonly arrivals: readonly Arrival[];
  /** How the server closed it. */
  readonly close: { readonly code: number } | undefined;
  readonly listened: number;
}

/** The answer to a request for the lines after a timestamp. */
export interface SinceAnswer {
  readonly since: SeenLine;
  readonly answer: ListAnswer;
}

/** Everything that was observed. What was not looked at is absent. */
export interface Observations {
  readonly backend: BackendName;
  readonly baseUrl: string;
  readonly hasToken: boolean;
  /** Without an id, the requests name a log that does not exist. */
  readonly hasId: boolean;
  readonly origin: string | undefined;
  /** The newest lines, with the token. */
  readonly list: ListAnswer;
  /** The list once more, halfway through listening: its lines should have arrived on the stream by the end. */
  readonly later?: ListAnswer;
  /** The two newest lines only. */
  readonly newestTwo?: ListAnswer;
  readonly withoutToken?: HttpAnswer;
  readonly wrongToken?: HttpAnswer;
  readonly preflight?: HttpAnswer;
  readonly since?: SinceAnswer;
  readonly stream?: StreamWatch;
  readonly streamWithoutToken?: HttpAnswer;
  /** The stream once more, from a timestamp in the middle of the list. */
  readonly resumed?: { readonly since: SeenLine; readonly stream: StreamWatch };
  readonly socket?: SocketWatch;
  readonly socketWithoutToken?: SocketWatch;
}

/** Whether the stream was opened. */
export function isOpen(stream: StreamWatch | undefined): stream is StreamWatch {
  return stream?.answer.status === 200 && stream.answer.html !== true;
}

/** Whether the backend's contract requires a token. */
export function needsToken(backend: BackendName): boolean {
  return backend === 'codespace' || backend === 'containers';
}
