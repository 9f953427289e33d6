import { setImmediate as turn } from 'node:timers/promises';
import { startHttpPeer } from './http-peer.js';
import { createMailbox, deferred, type Peer, type PeerConnection } from './peer.js';

/** An SSE server. Each payload is one `data:` field. */
export async function startSsePeer(): Promise<Peer> {
  const { server, mode, hung, peer } = await startHttpPeer();
  const clients = createMailbox<PeerConnection>();
  const event = (payload: string): string => `data: ${payload}\n\n`;
  server.on('request', (request, response) => {
    const how = mode();
    if (how === 'hang') return hung(request.socket);
    if (how !== 'stream') return void response.writeHead(how.status).end();
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.flushHeaders();
    request.socket.setNoDelay(true);
    const gone = deferred<void>();
    response.on('close', () => gone.resolve());
    clients.put({
      send: (...payloads) => void response.write(payloads.map(event).join('')),
      async sendSplit(payload, at) {
        const bytes = Buffer.from(event(payload));
        await new Promise((resolve) => response.write(bytes.subarray(0, at), resolve));
        await turn();
        response.write(bytes.subarray(at));
      },
      end: () => void response.end(),
      reset: () => void request.socket.resetAndDestroy(),
      gone: gone.promise,
    });
  });
  return { ...peer, next: clients.take };
}
