/** A TCP proxy that accepts streams and holds back what they bring: event streams after their headers, WebSockets after the handshake. */
import { connect, createServer, type AddressInfo } from 'node:net';

export interface HoldingProxy {
  readonly url: string;
  /** How many streams it has held back. */
  readonly held: number;
  /** From now on, new streams get through. */
  letThrough(): void;
  close(): Promise<void>;
}

const END_OF_HEAD = '\r\n\r\n';

/** `isStream` tells streams by the first line of the request. */
export async function startHoldingProxy(
  target: string,
  isStream: (requestLine: string) => boolean,
): Promise<HoldingProxy> {
  const { port, hostname } = new URL(target);
  const open = new Set<{ destroy(): void }>();
  let isHolding = true;
  let held = 0;

  const proxy = createServer((client) => {
    const server = connect(Number(port), hostname);
    /** What comes of the answer is no longer passed on. */
    let isHeld: 'no' | 'after its head' | 'yes' = 'no';
    const end = (): void => {
      for (const socket of [client, server]) {
        open.delete(socket);
        socket.destroy();
      }
    };
    for (const socket of [client, server]) {
      open.add(socket);
      socket.on('close', end);
      socket.on('error', end);
    }
    client.on('data', (chunk) => {
      const [line = ''] = chunk.toString('latin1').split('\r\n', 1);
      if (isHolding && isStream(line)) {
        held += 1;
        isHeld = 'after its head';
      }
      server.write(chunk);
    });
    server.on('data', (chunk) => {
      if (isHeld === 'yes') return;
      const head = chunk.indexOf(END_OF_HEAD);
      if (isHeld === 'no' || head < 0) return void client.write(chunk);
      client.write(chunk.subarray(0, head + END_OF_HEAD.length));
      isHeld = 'yes';
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    get held() {
      return held;
    },
    letThrough() {
      isHolding = false;
    },
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => proxy.close(() => resolve()));
    },
  };
}
