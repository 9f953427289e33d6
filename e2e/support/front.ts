/** A web server in front of another: it forwards requests unless it has its own answer. */
import { createServer, request as ask, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';

/** An answer of the front itself. */
export interface FrontAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Front {
  readonly url: string;
  /** The requested paths with their queries, in order. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** `answer` comes first; if it returns undefined, the request is forwarded to `target`. */
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
      pipeline(response, outgoing, () => undefined); // whichever side ends first, the pipeline ends the other
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
