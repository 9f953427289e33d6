/**
 * The one error class of Tailrace. `kind` is a literal to switch on, `retryable` says whether the stream tries
 * again by itself, and the message says what happened and what to do. No message ever holds a token.
 */

/** What went wrong. */
export type LogStreamErrorKind =
  /** The request never got an answer: dead port, DNS, CORS, connection cut. */
  | 'network'
  /** Nothing answered within the connect timeout. */
  | 'timeout'
  /** The stream went silent for longer than the stall limit. */
  | 'stalled'
  /** The server closed a stream that should have gone on. */
  | 'disconnected'
  /** 401, or WebSocket close 4001. */
  | 'unauthorized'
  /** 403. */
  | 'forbidden'
  /** 404, or the backend's own word for an unknown run. */
  | 'not-found'
  /** 410. */
  | 'gone'
  /** 400 or 422: the server refused the parameters. */
  | 'invalid-request'
  /** 408, 425 or 429. */
  | 'rate-limited'
  /** 5xx. */
  | 'server'
  /** Any other HTTP status that is not a success. */
  | 'http'
  /** The answer is not what the protocol says: HTML instead of JSON, a wrong content type, a missing field. */
  | 'protocol'
  /** The backend said in-band that the stream cannot go on (`event: error`, `type: "error"`, close 1008 or 4xxx). */
  | 'rejected'
  /** One payload could not be read; the stream goes on. */
  | 'malformed'
  /** One payload is larger than the message cap; the stream goes on. */
  | 'oversize'
  /** The caller's token function threw, or the token is nothing that a header can hold. */
  | 'token'
  /** A wrong argument; nothing was sent. */
  | 'invalid-argument'
  /** `maxReconnectAttempts` attempts failed in a row; `cause` is the last failure. */
  | 'retries-exhausted'
  /** The caller's AbortSignal fired, or the stream was disposed of. */
  | 'aborted'
  /** This backend or this environment cannot do that. */
  | 'unsupported';

/** Details of a {@link LogStreamError}. */
export interface LogStreamErrorInit {
  /** Default: see {@link isRetryable}. */
  readonly retryable?: boolean | undefined;
  /** HTTP status or WebSocket close code. */
  readonly status?: number | undefined;
  /** What the server asked us to wait, in milliseconds. */
  readonly retryAfter?: number | undefined;
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

/** Whether a failure of this kind is temporary unless the server said otherwise. */
export function isRetryable(kind: LogStreamErrorKind): boolean {
  return RETRYABLE.has(kind);
}

/** Every error of Tailrace. */
export class LogStreamError extends Error {
  override readonly name = 'LogStreamError';
  readonly kind: LogStreamErrorKind;
  /** The stream tries again by itself (and so may the caller). */
  readonly retryable: boolean;
  /** HTTP status or WebSocket close code, where there was one. */
  readonly status?: number;
  /** What the server asked us to wait, in milliseconds. */
  readonly retryAfter?: number;

  constructor(kind: LogStreamErrorKind, message: string, init: LogStreamErrorInit = {}) {
    super(message, init.cause === undefined ? undefined : { cause: init.cause });
    this.kind = kind;
    this.retryable = init.retryable ?? isRetryable(kind);
    if (init.status !== undefined) this.status = init.status;
    if (init.retryAfter !== undefined) this.retryAfter = init.retryAfter;
  }
}

/** Wraps whatever was thrown, so that callers only ever see a {@link LogStreamError}. */
export function toLogStreamError(thrown: unknown, kind: LogStreamErrorKind, what: string): LogStreamError {
  if (thrown instanceof LogStreamError) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new LogStreamError(kind, `${what}: ${detail}`, { cause: thrown });
}

/** For what its caller ended. */
export function aborted(): LogStreamError {
  return new LogStreamError('aborted', 'This was aborted by its caller.');
}

/** For wrong arguments: nothing was sent. */
export function invalidArgument(message: string): LogStreamError {
  return new LogStreamError('invalid-argument', message);
}
