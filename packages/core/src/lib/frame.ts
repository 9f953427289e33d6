/** The types shared by transports and backends, which do not import each other. */

/** A way to receive lines. */
export type TransportName = 'websocket' | 'sse' | 'polling';

/** One payload from a transport, not decoded yet. */
export interface Frame {
  /** The SSE event name; absent on a WebSocket. */
  readonly event?: string;
  readonly data: string;
  /** The SSE event id. */
  readonly id?: string;
}
