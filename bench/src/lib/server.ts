/**
 * Serves the pages, and streams that are written as fast as they are read: the Codespace backend over SSE and the Stratal backend
 * over WebSocket. Their REST lists are empty.
 */
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer, type WebSocket } from 'ws';
import { COMPLETE, EMPTY_TASK } from './streaming-fetch.ts';
import { jobRunRow, sseChunks, taskRow } from './wire.ts';
import { createLines, serialOf } from '../../shared/lines.ts';

export interface BenchServer {
  readonly url: string;
  /** Resolves to what the page of this run posts. Rejects after `timeout` ms. */
  result(run: string, timeout: number): Promise<unknown>;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

const EMPTY_RUN = { logs: [], pagination: { total: 0, limit: 1_000, offset: 0, count: 0 } };

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

/** Chunks of streams, generated only once so that the server does not limit the measurement. */
const prepared = new Map<string, readonly Uint8Array[]>();

function chunksOf(count: number): readonly Uint8Array[] {
  const key = `sse ${count}`;
  const chunks = prepared.get(key) ?? sseChunks(count);
  prepared.set(key, chunks);
  return chunks;
}

/** The frames of run `<lines>-<lines per frame>`, such as `100000-1`. */
function framesOf(run: string): readonly string[] {
  const [count = 0, batch = 1] = run.split('-').map(Number);
  const line = createLines();
  const frames: string[] = [];
  for (let from = 0; from < count; from += batch) {
    const rows = Array.from({ length: Math.min(batch, count - from) }, (_, at) =>
      jobRunRow(line(from + at), run),
    );
    frames.push(JSON.stringify(batch === 1 ? rows[0] : rows));
  }
  return frames;
}

const heldFrames = new Map<string, readonly string[]>();

/** Milliseconds for a client to read the history over REST, so that no line has to wait for that. */
const HUSH = 300;

async function streamTask(count: number, response: ServerResponse): Promise<void> {
  const chunks = chunksOf(count);
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  response.flushHeaders();
  await sleep(HUSH);
  for (const chunk of chunks) if (!response.write(chunk)) await once(response, 'drain');
  response.end(COMPLETE);
}

/** Writes lines at a rate, each with the time of writing. */
async function streamPaced(rate: number, seconds: number, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const line = createLines();
  const start = performance.now();
  let written = 0;
  while (written < rate * seconds && !response.destroyed) {
    const due = Math.min(rate * seconds, Math.ceil(((performance.now() - start) * rate) / 1000));
    for (; written < due; written++) {
      const row = line(written);
      const at = (performance.timeOrigin + performance.now()).toFixed(3);
      const message = `${serialOf(written)} written ${at} ${row.message.slice(8)}`;
      response.write(`event: log\ndata: ${JSON.stringify(taskRow({ ...row, message }))}\n\n`);
    }
    await sleep(1);
  }
  response.end(COMPLETE);
}

const waitForRoom = 4 * 1024 * 1024;

async function streamFrames(socket: WebSocket, frames: readonly string[]): Promise<void> {
  await sleep(HUSH);
  for (const frame of frames) {
    socket.send(frame);
    while (socket.bufferedAmount > waitForRoom && socket.readyState === socket.OPEN)
      await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Serves `folder` and the streams on a free port. */
export async function startServer(folder: string): Promise<BenchServer> {
  const waiting = new Map<string, (result: unknown) => void>();

  function file(path: string, response: ServerResponse): void {
    const name = join(folder, normalize(path === '/' ? '/index.html' : path));
    if (!name.startsWith(folder) || !existsSync(name)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream' });
    response.end(readFileSync(name));
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'POST') {
      const { run, result } = JSON.parse(await bodyOf(request)) as { run: string; result: unknown };
      waiting.get(run)?.(result);
      response.writeHead(204).end();
      return;
    }
    const paced = /\/task\/paced-(\d+)-(\d+)\/logs\/stream$/.exec(pathname);
    if (paced) return streamPaced(Number(paced[1]), Number(paced[2]), response);
    const task = /\/task\/(\d+)\/logs\/stream$/.exec(pathname);
    if (task) return streamTask(Number(task[1]), response);
    if (pathname.startsWith('/codespace/')) return json(response, EMPTY_TASK);
    if (pathname.startsWith('/api/')) return json(response, EMPTY_RUN);
    file(pathname, response);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((thrown: unknown) => response.destroy(thrown as Error));
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, request) => {
    const run = new URL(request.url ?? '/', 'http://localhost').searchParams.get('job_run_id') ?? '';
    const frames = heldFrames.get(run) ?? framesOf(run);
    heldFrames.set(run, frames);
    streamFrames(socket, frames).catch(() => socket.terminate());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    result(run, timeout) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(run);
          reject(new Error(`The page of ${run} posted no result within ${timeout / 1000} s.`));
        }, timeout);
        waiting.set(run, (result) => {
          clearTimeout(timer);
          waiting.delete(run);
          resolve(result);
        });
      });
    },
    async close() {
      sockets.close();
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
