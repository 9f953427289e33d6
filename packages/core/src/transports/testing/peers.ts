import type { LiveTransportName } from '../registry.js';
import type { Peer } from './peer.js';
import { startSsePeer } from './sse-peer.js';
import { startWebSocketPeer } from './websocket-peer.js';

/** A server for each transport, for the contract suite. */
export const peers: Readonly<Record<LiveTransportName, () => Promise<Peer>>> = {
  websocket: startWebSocketPeer,
  sse: startSsePeer,
};
