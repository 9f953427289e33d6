/** What passes between transports and backends, which never meet. */

/** How lines travel. */
export type TransportName = 'websocket' | 'sse' | 'polling';

/** One payload from a transport, not looked into. */
export interface Frame {
  /** The SSE event name; absent on a WebSocket. */
  readonly event?: string;
  readonly data: string;
  /** The SSE event id. */
  readonly id?: string;
}
