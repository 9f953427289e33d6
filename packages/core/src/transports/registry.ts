import type { TransportName } from '../lib/frame.js';
import { atHand, late, type Late } from '../lib/late.js';
import { sseTransport } from './sse.js';
import type { Transport } from './transport.js';

/** Transports that hold a connection open. Polling is a loop of REST reads, see `pollLoop`. */
export type LiveTransportName = Exclude<TransportName, 'polling'>;

/**
 * Every live transport by name; the contract suite iterates over this. The WebSocket transport is loaded on first use, because it is
 * large and most backends have no WebSocket.
 */
export const transports: Readonly<Record<LiveTransportName, Late<Transport>>> = {
  websocket: /* @__PURE__ */ late(
    'WebSockets',
    async () => (await import('./websocket.js')).webSocketTransport,
  ),
  sse: /* @__PURE__ */ atHand(sseTransport),
};
