import { createHash } from 'node:crypto';
import { startHttpPeer } from './http-peer.js';

/** A WebSocket server that accepts and then neither sends nor answers anything, like a host that has lost its network. */
export async function startMutePeer(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const { server, peer } = await startHttpPeer();
  server.on('upgrade', (request, socket) => {
    const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash('sha1').update(key).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    socket.resume();
  });
  return { url: peer.url(), stop: peer.stop };
}
