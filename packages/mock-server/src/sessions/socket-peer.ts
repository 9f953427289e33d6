import type { CutMode } from '../backend/connections.js';

/** The server's end of one WebSocket, whatever carries it: a real socket or MSW's global mock. */
export interface SocketPeer {
  /** Sends a text frame; calls `sent` once it no longer waits in this process. */
  send(text: string, sent: () => void): void;
  close(code: number, reason: string): void;
  /** Ends the connection underneath without a closing handshake. */
  cut(mode: Exclude<CutMode, 'end'>): void;
  /** Calls `listener` once when the socket is closed, by either side. */
  onGone(listener: () => void): void;
}

/** A client's request to open the socket. */
export interface SocketRequest {
  readonly url: URL;
  /** A path parameter, decoded. */
  param(name: string): string;
  /** Every token the client offered: bearer header, `token` in the query, subprotocols. */
  readonly credentials: readonly string[];
}
