/**
 * The one error class of Tailrace. `kind` is a literal to switch on, `retryable` says whether the stream retries
 * by itself, and the message says what happened and what to do. No message ever contains a token.
 */

/** What went wrong. */
export type LogStreamErrorKind =
  /** The request got no answer: closed port, DNS, CORS, connection cut. Also: code loaded on demand that could not be loaded. */
  | 'network'
  /** No answer within the connect timeout. */
  | 'timeout'
  /** The stream was silent for longer than the stall limit. */
  | 'stalled'
  /** The server closed a stream before the log was complete. */
  | 'disconnected'
  /** 401, or WebSocket close 4001. */
  | 'unauthorized'
  /** 403. */
  | 'forbidden'
  /** 404, or the backend's own message for an unknown run. */
  | 'not-found'
  /** 410. */
  | 'gone'
  /** 400 or 422: the server refused the parameters. */
  | 'invalid-request'
  /** 408, 425 or 429. */
  | 'rate-limited'
  /** 5xx. */
  | 'server'
  /** Any other unsuccessful HTTP status. */
  | 'http'
  /** The response does not follow the protocol: HTML instead of JSON, a wrong content type, a missing field; or a list changes faster than it can be read. */
  | 'protocol'
  /** The backend ended the stream with an error in-band (`event: error`, `type: "error"`, close 1008 or 4xxx). */
  | 'rejected'
  /** One payload could not be decoded; the stream goes on. */
  | 'malformed'
  /** One payload is larger than `maxMessageBytes`; the stream goes on. */
  | 'oversize'
  /** The caller's token function threw, or the token contains characters that a header cannot carry. */
  | 'token'
  /** An invalid argument; nothing was sent. */
  | 'invalid-argument'
  /** `maxReconnectAttempts` attempts failed in a row; `cause` is the last failure. */
  | 'retries-exhausted'
  /** The caller's AbortSignal fired, or the stream was disposed. */
  | 'aborted'
  /** This backend or environment does not support the operation. */
  | 'unsupported';

/** Details of a {@link LogStreamError}. */
export interface LogStreamErrorInit {
  /** Default: true for the kinds that are usually temporary, such as `network` and `server`. */
  readonly retryable?: boolean | undefined;
  /** HTTP status or WebSocket close code. */
  readonly status?: number | undefined;
  /** The delay that the server asked for, in milliseconds. */
  readonly retryAfter?: number | undefined;
  /** The underlying error. */
  readonly cause?: unknown;
}

const RETRYABLE: ReadonlySet<LogStreamErrorKind> = new Set([
  'network',
  'timeout',
  'stalled',
  'disconnected',
  'rate-limited',
  'server',
  'protocol',
]);

/** Whether a failure of this kind is temporary, unless the server says otherwise. */
export function isRetryable(kind: LogStreamErrorKind): boolean {
  return RETRYABLE.has(kind);
}

/** The class of every error that Tailrace throws or reports. */
export class LogStreamError extends Error {
  override readonly name = 'LogStreamError';
  readonly kind: LogStreamErrorKind;
  /** The failure is temporary: a stream retries by itself, and for a single call a retry may succeed. */
  readonly retryable: boolean;
  /** HTTP status or WebSocket close code, if there was one. */
  readonly status?: number;
  /** The delay that the server asked for, in milliseconds. */
  readonly retryAfter?: number;

  constructor(kind: LogStreamErrorKind, message: string, init: LogStreamErrorInit = {}) {
    super(message, init.cause === undefined ? undefined : { cause: init.cause });
    this.kind = kind;
    this.retryable = init.retryable ?? isRetryable(kind);
    if (init.status !== undefined) this.status = init.status;
    if (init.retryAfter !== undefined) this.retryAfter = init.retryAfter;
  }
}

/** The message of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Wraps whatever was thrown, so that callers only ever see a {@link LogStreamError}. */
export function toLogStreamError(thrown: unknown, kind: LogStreamErrorKind, what: string): LogStreamError {
  if (thrown instanceof LogStreamError) return thrown;
  return new LogStreamError(kind, `${what}: ${messageOf(thrown)}`, { cause: thrown });
}

/** The error for an operation that its caller aborted. */
export function aborted(): LogStreamError {
  return new LogStreamError('aborted', 'The caller aborted this operation.');
}

/** The error for an invalid argument. */
export function invalidArgument(message: string): LogStreamError {
  return new LogStreamError('invalid-argument', message);
}
