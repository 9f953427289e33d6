import type { TransportName } from '../lib/frame.js';
import { atHand, late, type Late } from '../lib/late.js';
import { sseTransport } from './sse.js';
import type { Transport } from './transport.js';

/** Transports that hold a connection open. Polling is a loop of REST reads, see `pollLoop`. */
export type LiveTransportName = Exclude<TransportName, 'polling'>;

/**
 * Every live transport by its name; the contract suite iterates over this. A WebSocket is a third of what a connection weighs, and
 * most backends have none: it comes when one is opened.
 */
export const transports: Readonly<Record<LiveTransportName, Late<Transport>>> = {
  websocket: /* @__PURE__ */ late(
    'WebSockets',
    async () => (await import('./websocket.js')).webSocketTransport,
  ),
  sse: /* @__PURE__ */ atHand(sseTransport),
};
