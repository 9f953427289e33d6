/**
 * A transport opens one request, passes on opaque frames, and reports once how it ended.
 * It knows nothing about backends, never retries, and keeps no state between attempts.
 */
import type { Frame, TransportName } from '../lib/frame.js';
import type { LogStreamError } from '../errors.js';
import type { Clock } from '../lib/clock.js';

/** A request that is complete, including the token. It must not be logged or shown in an error. */
export interface TransportRequest {
  /** Absolute `http(s):` URL. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What a WebSocket sends as soon as it is open. */
  readonly firstMessage?: string | undefined;
}

/** Receives what a transport reports. Nothing is called after `ended`, or after the connection's `close()`. */
export interface TransportSink {
  /** The server has accepted: status 200 with the right content type, or a WebSocket handshake. */
  opened(): void;
  /** Bytes have arrived, even if they do not complete a frame. Feeds the stall watchdog. */
  activity(): void;
  /** Complete payloads, in order. */
  frames(frames: readonly Frame[]): void;
  /** A payload exceeded `maxMessageBytes` and was skipped. */
  oversize(bytes: number): void;
  /** The delay before the next attempt that the server asked for (SSE `retry:`), in milliseconds, not clamped. */
  retryDelay(ms: number): void;
  /** The stream has ended; undefined if the server closed it cleanly. Called once. */
  ended(error: LogStreamError | undefined): void;
}

/** What a transport needs from the host and the options. */
export interface TransportEnvironment {
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  /** undefined if the host has none (Node < 22). */
  readonly WebSocket: typeof globalThis.WebSocket | undefined;
  /** Bytes after which one payload is skipped as oversize. */
  readonly maxMessageBytes: number;
  /** Milliseconds until an attempt that has not opened is given up with a `timeout` error. */
  readonly connectTimeout: number;
  /** Another transport is left, so this one leaves the connections of a busy browser to the others. */
  readonly hasFallback?: boolean;
}

/** An open attempt. */
export interface TransportConnection {
  /** Ends it at once; nothing more is reported. May be called more than once. */
  close(): void;
}

/** A way to receive a live stream. */
export interface Transport {
  readonly name: TransportName;
  open(
    request: TransportRequest,
    sink: TransportSink,
    environment: TransportEnvironment,
  ): TransportConnection;
}
