/** A TCP proxy that cuts connections (by reset, by FIN, half-open), stalls, trickles and delays them. */
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';

/** How a connection fails. */
export type Cut = 'reset' | 'fin' | 'half-open';

export interface ChaosProxy {
  readonly url: string;
  /** Cuts every open connection. `half-open`: nothing more arrives, and the client is not told. */
  cut(how: Cut): void;
  /** Cuts every connection after this many more bytes from the server, wherever in a frame that is. */
  cutAfter(bytes: number, how: Exclude<Cut, 'half-open'>): void;
  /** Holds back all answers until it is turned off; nothing of them is lost. */
  stall(on: boolean): void;
  /** Sends the next 10,000 bytes of answers in chunks of this size; 0: as they are. */
  trickle(bytes: number): void;
  /** Delays answers by this many milliseconds. */
  delay(ms: number): void;
  /** Refuses new connections. */
  refuse(on: boolean): void;
  /** Connections that were cut during an answer. An idle connection has nothing to lose and does not count. */
  readonly cuts: number;
  close(): Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** Half-open: the client receives nothing any more. */
  silent: boolean;
  /** Whether an answer is under way: always for a stream, until its end for a list. */
  answering: boolean;
}

/** Bytes to trickle: each chunk waits for a turn of the event loop, so a whole log would take minutes. */
const TRICKLED = 10_000;

/** Whether an answer ends here: the last chunk of a list, or an answer without a body. */
const answerEnds = (chunk: Buffer): boolean =>
  chunk.subarray(-5).equals(Buffer.from('0\r\n\r\n')) || chunk.subarray(0, 12).toString() === 'HTTP/1.1 204';

export async function startChaosProxy(target: string): Promise<ChaosProxy> {
  const { port, hostname } = new URL(target);
  const pairs = new Set<Pair>();
  let piece = 0;
  let trickling = 0;
  let late = 0;
  let refusing = false;
  let cuts = 0;
  let stalled: { readonly over: Promise<void>; readonly end: () => void } | undefined;
  let countdown: { left: number; how: Exclude<Cut, 'half-open'> } | undefined;

  function end(pair: Pair, how: Cut): void {
    if (pair.answering) cuts += 1;
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

  const cutAll = (how: Cut): void => {
    for (const pair of [...pairs]) if (!pair.silent) end(pair, how);
  };

  /** Passes bytes on to the client, up to the next cut. */
  function deliver(pair: Pair, bytes: Buffer): void {
    if (!pairs.has(pair) || pair.silent) return;
    if (!countdown || countdown.left > bytes.length) {
      if (countdown) countdown.left -= bytes.length;
      pair.client.write(bytes);
      return;
    }
    const { left, how } = countdown;
    countdown = undefined;
    pair.client.write(bytes.subarray(0, left));
    cutAll(how);
  }

  async function forward(pair: Pair): Promise<void> {
    for await (const chunk of pair.server as AsyncIterable<Buffer>) {
      if (late > 0) await sleep(late);
      const ends = answerEnds(chunk);
      for (let at = 0; at < chunk.length;) {
        await stalled?.over;
        const size = trickling > 0 ? piece : chunk.length;
        deliver(pair, chunk.subarray(at, at + size));
        at += size;
        trickling -= size;
        if (trickling > 0) await turn();
      }
      if (ends) pair.answering = false;
    }
  }

  const proxy = createServer((client) => {
    if (refusing) {
      client.resetAndDestroy();
      return;
    }
    client.setNoDelay(true);
    const server = connect(Number(port), hostname);
    const pair: Pair = { client, server, silent: false, answering: false };
    pairs.add(pair);
    const over = (): void => {
      if (pair.silent && !client.destroyed) return;
      pairs.delete(pair);
      server.destroy();
      client.end();
    };
    client.on('data', (chunk) => {
      pair.answering = true;
      if (!pair.silent) server.write(chunk);
    });
    // Whether a connection broke or was closed, its other side is closed, too.
    forward(pair).then(over, over);
    client.on('close', over);
    client.on('error', over);
    server.on('error', over);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    cut: cutAll,
    cutAfter(bytes, how) {
      countdown = { left: bytes, how };
    },
    stall(on) {
      stalled?.end();
      stalled = undefined;
      if (!on) return;
      let release = (): void => undefined;
      const over = new Promise<void>((resolve) => (release = resolve));
      stalled = { over, end: release };
    },
    trickle(bytes) {
      piece = bytes;
      trickling = bytes > 0 ? TRICKLED : 0;
    },
    delay(ms) {
      late = ms;
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
