/**
 * What every transport is: it opens one request, hands on opaque frames, and says once how it ended.
 * It knows no backend, retries nothing and keeps no state across attempts.
 */
import type { Frame, TransportName } from '../lib/frame.js';
import type { LogStreamError } from '../errors.js';
import type { Clock } from '../lib/clock.js';

/** A request with everything filled in, token included. Never logged, never put into a message. */
export interface TransportRequest {
  /** Absolute `http(s):` URL. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Where a transport reports to. After `ended` nothing more is called; after `close()` nothing at all. */
export interface TransportSink {
  /** The server accepted: status 200 and the right content type, or the socket's handshake. */
  opened(): void;
  /** Bytes arrived, whether or not they make a frame. Feeds the stall watchdog. */
  activity(): void;
  /** Complete payloads in order, as many as one read brought. */
  frames(frames: readonly Frame[]): void;
  /** One payload was larger than the cap and was skipped. */
  oversize(bytes: number): void;
  /** The server asked to wait this long before the next attempt (SSE `retry:`), milliseconds, unclamped. */
  retryDelay(ms: number): void;
  /** The one end. `undefined`: the server closed cleanly. */
  ended(error: LogStreamError | undefined): void;
}

/** What a transport may use of the host. */
export interface TransportEnvironment {
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
  /** Absent where the host has none (Node < 22). */
  readonly WebSocket: typeof globalThis.WebSocket | undefined;
  /** Bytes after which one payload is skipped as oversize. */
  readonly maxMessageBytes: number;
  /** Milliseconds until an attempt that has not opened is given up with a `timeout` error. */
  readonly connectTimeout: number;
}

/** An open attempt. */
export interface TransportConnection {
  /** Ends it now; the sink hears nothing more. Safe to call twice. */
  close(): void;
}

/** One way to carry a live stream. */
export interface Transport {
  readonly name: TransportName;
  open(
    request: TransportRequest,
    sink: TransportSink,
    environment: TransportEnvironment,
  ): TransportConnection;
}
