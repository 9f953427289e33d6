/**
 * A server that speaks the four protocols and sends whatever a test wants, byte for byte: the reference server is too
 * well-behaved for that. It remembers what it sent, and can replay it on every connection as the backend would.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

/** What goes over a live connection: text as it is; bytes as a binary frame (WebSocket) or as they are (SSE). */
export type Payload = string | Buffer;

export interface HostileServer {
  readonly url: string;
  /** Live connections made so far. */
  readonly connections: number;
  /** The rows that REST returns, each as JSON text. */
  readonly rows: string[];
  /** Turns the bytes of a list into the chunks that are sent. Default: one chunk. */
  wire: (page: Buffer) => readonly Buffer[];
  /** Sends on every live connection. `replay`: also on later ones. */
  send(payload: Payload, replay?: boolean): void;
  /** Sends one payload in pieces: chunks of a body or fragments of a message. */
  sendInPieces(payload: Buffer, size: number): Promise<void>;
  /** Writes bytes to the TCP socket of every WebSocket, bypassing its framing. */
  sendRaw(bytes: Buffer): void;
  /** Resets every live connection. */
  cut(): void;
  close(): Promise<void>;
}

/** The JSON around the rows of each list, which has `count` rows. */
const LISTS: readonly (readonly [RegExp, (rows: string, count: number) => string])[] = [
  [
    /^\/codespace\/task\/[^/]+\/logs$/,
    (rows, count) => `{"status":"success","data":[${rows}],"total_count":${count},"has_more":false}`,
  ],
  [
    /^\/api\/runs\/[^/]+\/logs$/,
    (rows, count) => `{"run_id":"demo","logs":[${rows}],"total_lines":${count},"truncated":false}`,
  ],
  [/^\/api\/runs\/[^/]+$/, () => '{"run_id":"demo","status":"running"}'],
  [
    /^\/api\/v1\/logs\/job-runs\/[^/]+$/,
    (rows, count) =>
      `{"logs":[${rows}],"pagination":{"total":${count},"limit":1000,"offset":0,"count":${count}}}`,
  ],
  [/^\/api\/logs\/[^/]+$/, (rows, count) => `{"logs":[${rows}],"service":"demo","count":${count}}`],
];

export async function startHostileServer({ replays }: { readonly replays: boolean }): Promise<HostileServer> {
  const rows: string[] = [];
  const sent: Payload[] = [];
  const streams = new Set<ServerResponse>();
  const sockets = new Map<WebSocket, Duplex>();
  const tcp = new Set<Socket>();
  let connections = 0;

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://server');
    if (/\/stream(\/sse)?$/.test(url.pathname)) return openStream(response);
    const list = LISTS.find(([path]) => path.test(url.pathname));
    if (!list) return void response.writeHead(404).end();
    const limit = Number(url.searchParams.get('limit') ?? rows.length);
    const offset = Number(url.searchParams.get('offset') ?? 0);
    const page = rows.slice(offset, offset + limit);
    response.writeHead(200, { 'content-type': 'application/json' });
    void sendPieces(response, own.wire(Buffer.from(list[1](page.join(','), rows.length))));
  });
  const upgrades = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  server.on('connection', (socket) => {
    tcp.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => tcp.delete(socket));
    socket.on('error', () => undefined); // resets are expected here
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    upgrades.handleUpgrade(request, socket, head, (client) => {
      connections += 1;
      sockets.set(client, socket);
      client.on('close', () => sockets.delete(client));
      client.on('error', () => undefined);
      if (replays) for (const payload of sent) client.send(payload, { binary: typeof payload !== 'string' });
    }),
  );

  function openStream(response: ServerResponse): void {
    connections += 1;
    streams.add(response);
    response.on('close', () => streams.delete(response));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    if (replays) for (const payload of sent) response.write(payload);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const own: HostileServer = {
    url: `http://127.0.0.1:${port}`,
    get connections() {
      return connections;
    },
    rows,
    wire: (page) => [page],
    send(payload, replay = true) {
      if (replay) sent.push(payload);
      for (const stream of streams) stream.write(payload);
      for (const client of sockets.keys()) client.send(payload, { binary: typeof payload !== 'string' });
    },
    async sendInPieces(payload, size) {
      sent.push(streams.size > 0 ? payload : payload.toString());
      for (let at = 0; at < payload.length; at += size) {
        const piece = payload.subarray(at, at + size);
        for (const stream of streams) stream.write(piece);
        for (const client of sockets.keys())
          client.send(piece, { binary: false, fin: at + size >= payload.length });
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    sendRaw(bytes) {
      for (const socket of sockets.values()) socket.write(bytes);
    },
    cut() {
      for (const stream of streams) stream.socket?.resetAndDestroy();
      for (const socket of sockets.values()) (socket as Socket).resetAndDestroy();
    },
    close() {
      for (const socket of tcp) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return own;
}

/** Sends each piece in its own turn of the event loop. */
async function sendPieces(response: ServerResponse, pieces: readonly Buffer[]): Promise<void> {
  for (const piece of pieces) {
    response.write(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  response.end();
}
