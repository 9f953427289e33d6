import { LogStreamError } from '../errors.js';
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

/** The error for a closed socket; undefined for a clean close. */
export function closeError(end: SocketEnd, url: string): LogStreamError | undefined {
  const where = showUrl(url);
  if (!end.opened) return handshakeError(end.fault, url);
  const { code } = end;
  if (code === 1000 || code === 1005) return undefined;
  const said = end.reason ? ` The server says: ${end.reason}` : '';
  if (code === 4001)
    return new LogStreamError(
      'unauthorized',
      `${where} was given no valid token (close code 4001). Pass one.${said}`,
      { status: code },
    );
  if (code === 1008 || (code >= 4000 && code <= 4499))
    return new LogStreamError(
      'rejected',
      `${where} will not stream this log (close code ${code}). Check the id and what this account may read.${said}`,
      { status: code },
    );
  return new LogStreamError(
    'disconnected',
    `The connection to ${where} was lost (close code ${code}). ${IF_REPEATED}${said}`,
    { status: code },
  );
}

/** The error for a socket that never opened. Browsers do not say why; the `ws` package reports the status or the system's error code. */
function handshakeError(fault: unknown, url: string): LogStreamError {
  const message = fault instanceof Error ? fault.message : '';
  const status = /\bresponse: (\d{3})\b/.exec(message)?.[1];
  if (status === '401' || status === '403') return statusError(Number(status), url);
  const code = (fault as { code?: unknown } | undefined)?.code;
  const hint = status
    ? ` (the server answered with ${status})`
    : typeof code === 'string'
      ? ` (${code})`
      : '';
  return new LogStreamError(
    'network',
    `Cannot open a WebSocket to ${showUrl(url)}${hint}. A browser does not say why: the server may be down, refuse the token, or a proxy may not let WebSockets through.`,
    {
      cause: fault === undefined ? undefined : safeCause(fault, url),
      status: status === undefined ? undefined : Number(status),
    },
  );
}
