import { STATUS_CODES } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { BackendContext } from '../backend/context.js';
import type { Refusal } from '../backend/refusals.js';
import { bearerOf } from '../backend/tokens.js';
import type { SocketPeer, SocketRequest } from '../sessions/socket-peer.js';
import { credentialsOf, socketRoutes } from '../sessions/socket-routes.js';
import { matchPath } from './match-path.js';

export interface SocketUpgrades {
  /** Handles an upgrade request. */
  readonly accept: (incoming: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Closes every WebSocket with 1001 and drops clients that do not answer at once. */
  close(): void;
}

/**
 * Binds the sessions to real sockets.
 * @param pingMs milliseconds between pings; a client that did not answer the last one is dropped
 */
export function createSocketUpgrades(context: BackendContext, pingMs = 30_000): SocketUpgrades {
  const server = new WebSocketServer({ noServer: true, clientTracking: true, maxPayload: 64 * 1024 });
  const routes = socketRoutes(context);

  const answered = new WeakSet<WebSocket>();
  const pings = setInterval(() => {
    for (const client of server.clients) {
      if (answered.delete(client)) client.ping();
      else client.terminate();
    }
  }, pingMs);
  pings.unref();
  const watch = (client: WebSocket): void => {
    answered.add(client);
    client.on('pong', () => answered.add(client));
  };

  const accept = (incoming: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => {
      // A client that leaves during the handshake is not our failure; Node has already destroyed the socket.
      socket.destroy();
    });
    const target = incoming.url ?? '/';
    if (!URL.canParse(target, 'http://localhost')) {
      refuse(socket, { status: 400 });
      return;
    }
    const url = new URL(target, 'http://localhost');
    for (const route of routes) {
      const params = matchPath(route.path, url.pathname);
      if (!params) continue;
      const request: SocketRequest = {
        url,
        param: (name) => params[name] ?? '',
        credentials: credentialsOf(
          bearerOf(incoming.headers.authorization),
          url.searchParams,
          (incoming.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/).filter(Boolean),
        ),
      };
      const refusal = route.refusal(request);
      if (refusal) {
        refuse(socket, refusal);
        return;
      }
      server.handleUpgrade(incoming, socket, head, (client) => {
        watch(client);
        route.open(peerOf(client, socket), request);
      });
      return;
    }
    refuse(socket, { status: 404 });
  };

  return {
    accept,
    close: () => {
      clearInterval(pings);
      for (const client of server.clients) {
        client.close(1001, 'the server is going away');
        // A closing handshake needs the client's answer, which is not waited for here.
        setImmediate(() => {
          client.terminate();
        });
      }
      server.close();
    },
  };
}

function peerOf(client: WebSocket, socket: Duplex): SocketPeer {
  // Without a listener, one client's error would end the whole process; `close` follows every error.
  client.on('error', () => undefined);
  return {
    send: (text, sent) => {
      client.send(text, sent);
    },
    close: (code, reason) => {
      client.close(code, reason);
    },
    cut: (mode) => {
      if (mode === 'fin') socket.end();
      else if (socket instanceof Socket) socket.resetAndDestroy();
      else socket.destroy();
    },
    onGone: (listener) => {
      client.once('close', listener);
    },
  };
}

function refuse(socket: Duplex, refusal: Refusal): void {
  const status = refusal.status ?? 503;
  if (status === 0) {
    socket.destroy();
    return;
  }
  const body = refusal.html
    ? `<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>`
    : JSON.stringify({ detail: STATUS_CODES[status] ?? String(status) });
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    `Content-Type: ${refusal.html ? 'text/html' : 'application/json'}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    ...(refusal.retryAfter === undefined ? [] : [`Retry-After: ${refusal.retryAfter}`]),
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}
