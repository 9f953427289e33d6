/** What was seen of a backend. The checks judge it; nothing here knows what is right. Times in milliseconds. */
import type { BackendName } from '../args/command.js';

/** An HTTP answer, or that there was none. */
export interface HttpAnswer {
  /** undefined: no answer. */
  readonly status: number | undefined;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Why there was no answer: the system's code, or `timeout`. */
  readonly error?: string;
  /** From the request to the headers. */
  readonly ms: number;
  /** The body is a web page, as proxies and login pages answer. */
  readonly html?: boolean;
}

/** What a line is told by. */
export interface SeenLine {
  /** Equal for the same line over REST and live. Equal lines without id share one. */
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

/** What came together, in one read of the host. */
export interface Arrival {
  /** Since the request. */
  readonly at: number;
  readonly lines: readonly SeenLine[];
  /** Something that was no line: a heartbeat event, a comment, a ping. */
  readonly heartbeat: boolean;
}

/** How a live connection ended. `complete`: the log is over. `enough`: so many lines came that more would tell nothing. */
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
  /** What a handshake by hand was answered; 101 is a yes. */
  readonly handshake: HttpAnswer;
  readonly opened: boolean;
  readonly arrivals: readonly Arrival[];
  /** How it closed by itself. */
  readonly close: { readonly code: number } | undefined;
  readonly listened: number;
}

/** Lines asked for after a stamp. */
export interface SinceAnswer {
  readonly since: SeenLine;
  readonly answer: ListAnswer;
}

/** Everything that was seen. What was not looked at is missing. */
export interface Observations {
  readonly backend: BackendName;
  readonly baseUrl: string;
  readonly hasToken: boolean;
  /** Without one the requests name a log that is not there. */
  readonly hasId: boolean;
  readonly origin: string | undefined;
  /** The newest lines, with the token. */
  readonly list: ListAnswer;
  /** The list once more, while the stream was listened to: what it has was to come before that ended. */
  readonly later?: ListAnswer;
  /** The two newest lines only. */
  readonly newestTwo?: ListAnswer;
  readonly withoutToken?: HttpAnswer;
  readonly wrongToken?: HttpAnswer;
  readonly preflight?: HttpAnswer;
  readonly since?: SinceAnswer;
  readonly stream?: StreamWatch;
  readonly streamWithoutToken?: HttpAnswer;
  /** The stream once more, from a stamp in the middle of the list. */
  readonly resumed?: { readonly since: SeenLine; readonly stream: StreamWatch };
  readonly socket?: SocketWatch;
  readonly socketWithoutToken?: SocketWatch;
}

/** The stream was opened, and it is one. */
export function isOpen(stream: StreamWatch | undefined): stream is StreamWatch {
  return stream?.answer.status === 200 && stream.answer.html !== true;
}

/** Backends whose contract asks for a token. */
export function needsToken(backend: BackendName): boolean {
  return backend === 'codespace' || backend === 'containers';
}
