/** A web server in front of another: it passes requests on, unless it has an answer of its own. */
import { createServer, request as ask, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';

/** What the front says by itself. */
export interface FrontAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Front {
  readonly url: string;
  /** Paths with their queries that were asked for, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** `answer` is asked first; undefined passes the request on to `target`. */
export async function startFront(
  target: string,
  answer: (path: string, request: IncomingMessage) => FrontAnswer | undefined,
): Promise<Front> {
  const asked: string[] = [];
  const front = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '/';
    asked.push(path);
    const own = answer(path, incoming);
    if (own) return void outgoing.writeHead(own.status, own.headers).end(own.body);
    const { method, headers } = incoming;
    const passed = ask(`${target}${path}`, { method: method ?? 'GET', headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      outgoing.flushHeaders();
      pipeline(response, outgoing, () => undefined); // whoever goes first: the other end is told by it
    });
    passed.on('error', () => outgoing.destroy());
    outgoing.on('close', () => passed.destroy());
    passed.end();
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
    asked,
    close() {
      front.closeAllConnections();
      return new Promise((resolve) => front.close(() => resolve()));
    },
  };
}
