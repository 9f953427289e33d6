import type { TransportName } from '../lib/frame.js';
import { sseTransport } from './sse.js';
import type { Transport } from './transport.js';
import { webSocketTransport } from './websocket.js';

/** Transports that hold a connection open. Polling is a loop of REST reads, see `pollLoop`. */
export type LiveTransportName = Exclude<TransportName, 'polling'>;

/** Every live transport by its name; the contract suite iterates over this. */
export const transports: Readonly<Record<LiveTransportName, Transport>> = {
  websocket: webSocketTransport,
  sse: sseTransport,
};
