import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { startHttpPeer } from './http-peer.js';
import { createMailbox, deferred, type Peer, type PeerConnection } from './peer.js';

/** A WebSocket server. Each payload is one text message; a split one is sent as two binary fragments. */
export async function startWebSocketPeer(): Promise<Peer & { nextSocket(): Promise<WebSocket> }> {
  const { server, mode, hung, peer } = await startHttpPeer();
  const clients = createMailbox<PeerConnection>();
  const sockets = createMailbox<WebSocket>();
  const accept = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, duplex: Duplex, head) => {
    const how = mode();
    if (how === 'hang') return hung(duplex as Socket);
    if (how !== 'stream')
      return void duplex.end(`HTTP/1.1 ${how.status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
    accept.handleUpgrade(request, duplex, head, (socket) => {
      const gone = deferred<void>();
      socket.on('error', () => undefined);
      socket.on('close', () => gone.resolve());
      sockets.put(socket);
      clients.put({
        send(...payloads) {
          (duplex as Socket).cork();
          for (const payload of payloads) socket.send(payload);
          (duplex as Socket).uncork();
        },
        sendSplit(payload, at) {
          const bytes = Buffer.from(payload);
          socket.send(bytes.subarray(0, at), { fin: false, binary: true });
          return new Promise((resolve, reject) =>
            socket.send(bytes.subarray(at), { fin: true }, (error) => (error ? reject(error) : resolve())),
          );
        },
        end: () => socket.close(1000),
        reset: () => socket.terminate(),
        gone: gone.promise,
      });
    });
  });
  return { ...peer, next: clients.take, nextSocket: sockets.take };
}
