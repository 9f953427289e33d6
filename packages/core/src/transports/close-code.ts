import { LogStreamError, type LogStreamErrorKind } from '../errors.js';
import { IF_REPEATED, safeCause, showUrl, statusError } from '../lib/http-errors.js';

/** How a WebSocket ended. */
export interface SocketEnd {
  /** The true close code: 1006 if the connection broke or never opened. */
  readonly code: number;
  /** The server's reason, at most 123 bytes by the protocol. */
  readonly reason: string;
  readonly opened: boolean;
  /** The error of the last `error` event, if the host provides one. */
  readonly fault?: unknown;
}

/** What a close code means, and what to do about it. */
function meaningOf(
  code: number,
  where: string,
): readonly [kind: LogStreamErrorKind, what: string, advice: string] {
  if (code === 4001) return ['unauthorized', `${where} was given no valid token`, 'Pass one.'];
  return code === 1008 || (code >= 4000 && code <= 4499)
    ? ['rejected', `${where} will not stream this log`, 'Check the id and what this account may read.']
    : ['disconnected', `The connection to ${where} was lost`, IF_REPEATED];
}

/** The error for a closed socket; undefined for a clean close. */
export function closeError(
  { code, reason, opened, fault }: SocketEnd,
  url: string,
): LogStreamError | undefined {
  if (!opened) return handshakeError(fault, url);
  if (code === 1000 || code === 1005) return undefined;
  const [kind, what, advice] = meaningOf(code, showUrl(url));
  const said = reason ? ` The server says: ${reason}` : '';
  return new LogStreamError(kind, `${what} (close code ${code}). ${advice}${said}`, { status: code });
}

/** The error for a socket that never opened. Browsers do not say why; the `ws` package reports the status or the system's error code. */
function handshakeError(fault: unknown, url: string): LogStreamError {
  const message = fault instanceof Error ? fault.message : '';
  const status = Number(/\bresponse: (\d{3})\b/.exec(message)?.[1]) || undefined;
  if (status === 401 || status === 403) return statusError(status, url);
  const said = status
    ? `the server answered with ${status}`
    : (fault as { code?: unknown } | undefined)?.code;
  const hint = typeof said === 'string' ? ` (${said})` : '';
  return new LogStreamError(
    'network',
    `Cannot open a WebSocket to ${showUrl(url)}${hint}. A browser does not say why: the server may be down, refuse the token, or a proxy may not let WebSockets through.`,
    { cause: safeCause(fault, url), status },
  );
}
