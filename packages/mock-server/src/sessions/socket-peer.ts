import type { CutMode } from '../backend/connections.js';

/** The server's end of one WebSocket, whatever carries it: a real socket or MSW's global mock. */
export interface SocketPeer {
  /** Sends a text frame; calls `sent` once it no longer waits in this process. */
  send(text: string, sent: () => void): void;
  close(code: number, reason: string): void;
  /** Ends the transport below without a closing handshake. */
  cut(mode: Exclude<CutMode, 'end'>): void;
  /** Calls `listener` once when the socket is gone, whoever ended it. */
  onGone(listener: () => void): void;
}

/** What a client asked for when it opened the socket. */
export interface SocketRequest {
  readonly url: URL;
  /** A path parameter, decoded. */
  param(name: string): string;
  /** Every token the client offered: bearer header, `token` in the query, subprotocols. */
  readonly credentials: readonly string[];
}
