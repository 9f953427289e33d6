import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { deferred, type Peer } from './peer.js';

/** The part that all peers share: a server on a free port that can refuse, hang, and be stopped while clients are connected. */
export async function startHttpPeer(): Promise<{
  readonly server: Server;
  /** How to handle the next client. Default `stream`. */
  mode(): 'stream' | 'hang' | { readonly status: number };
  /** Registers a client that will not be answered. */
  hung(socket: Socket): void;
  readonly peer: Pick<Peer, 'url' | 'refuse' | 'hang' | 'stop'>;
}> {
  let mode: 'stream' | 'hang' | { readonly status: number } = 'stream';
  let reached = deferred<void>();
  let gone = deferred<void>();
  const sockets = new Set<Socket>();
  const server = createServer();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined); // the tests cause resets
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    server,
    mode: () => mode,
    hung(socket) {
      socket.on('close', () => gone.resolve());
      socket.on('end', () => socket.destroy());
      socket.resume(); // a socket that is not read does not notice that the other side has closed
      reached.resolve();
    },
    peer: {
      url: (query = '') => `http://127.0.0.1:${port}/stream${query}`,
      refuse: (status) => void (mode = { status }),
      hang() {
        mode = 'hang';
        reached = deferred();
        gone = deferred();
        return { reached: reached.promise, gone: gone.promise };
      },
      stop() {
        for (const socket of sockets) socket.destroy();
        return new Promise((resolve) => server.close(() => resolve()));
      },
    },
  };
}
