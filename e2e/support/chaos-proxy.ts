/** A TCP proxy with the plug in its hand: cuts by reset, by FIN, half-open; stalls; trickles; delays. */
import { createServer, connect, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** How connections are made to fail. */
export type Cut = 'reset' | 'fin' | 'half-open';

export interface ChaosProxy {
  readonly url: string;
  /** Ends every connection that is open now. `half-open`: nothing more comes through, and nobody is told. */
  cut(how: Cut): number;
  /** Ends every connection once so many more bytes came from the server, wherever in a frame that is. */
  cutAfter(bytes: number, how: Exclude<Cut, 'half-open'>): void;
  /** Answers come in pieces of this many bytes; 0: as they are. */
  trickle(bytes: number): void;
  /** New connections are refused. */
  refuse(on: boolean): void;
  readonly cuts: number;
  close(): Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  silent: boolean;
}

export async function startChaosProxy(target: string): Promise<ChaosProxy> {
  const { port, hostname } = new URL(target);
  const pairs = new Set<Pair>();
  let piece = 0;
  let refusing = false;
  let cuts = 0;
  let countdown: { left: number; how: Exclude<Cut, 'half-open'> } | undefined;

  function end(pair: Pair, how: Cut): void {
    cuts += 1;
    if (how === 'half-open') {
      pair.silent = true;
      pair.server.destroy();
      return;
    }
    pairs.delete(pair);
    pair.server.destroy();
    if (how === 'reset') pair.client.resetAndDestroy();
    else pair.client.end();
  }

  function forward(pair: Pair, chunk: Buffer): void {
    if (pair.silent || pair.client.destroyed) return;
    let passed = chunk;
    const due = countdown && countdown.left <= chunk.length ? countdown : undefined;
    if (due) passed = chunk.subarray(0, due.left);
    else if (countdown) countdown.left -= chunk.length;
    if (piece === 0) pair.client.write(passed);
    else for (let at = 0; at < passed.length; at += piece) pair.client.write(passed.subarray(at, at + piece));
    if (due) {
      countdown = undefined;
      for (const open of [...pairs]) end(open, due.how);
    }
  }

  const proxy = createServer((client) => {
    if (refusing) {
      client.resetAndDestroy();
      return;
    }
    client.setNoDelay(true);
    const server = connect(Number(port), hostname);
    const pair: Pair = { client, server, silent: false };
    pairs.add(pair);
    server.on('data', (chunk) => forward(pair, chunk));
    client.on('data', (chunk) => {
      if (!pair.silent) server.write(chunk);
    });
    const over = (): void => {
      if (pair.silent) return;
      pairs.delete(pair);
      server.destroy();
      client.end();
    };
    server.on('close', over);
    client.on('close', () => {
      pair.silent = false;
      over();
    });
    server.on('error', over);
    client.on('error', over);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    cut(how) {
      const open = [...pairs].filter((pair) => !pair.silent);
      for (const pair of open) end(pair, how);
      return open.length;
    },
    cutAfter(bytes, how) {
      countdown = { left: bytes, how };
    },
    trickle(bytes) {
      piece = bytes;
    },
    refuse(on) {
      refusing = on;
    },
    get cuts() {
      return cuts;
    },
    async close() {
      for (const { client, server } of pairs) {
        client.destroy();
        server.destroy();
      }
      await new Promise<void>((resolve) => proxy.close(() => resolve()));
    },
  };
}
