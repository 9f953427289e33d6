import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogStream, defineBackend } from '@tailrace/core';
import { expect, it, onTestFinished } from 'vitest';

interface Row {
  readonly n: number;
  readonly at: string;
}

/** The adapter under test. */
const counter = defineBackend<Row>({
  name: 'counter',
  transports: ['sse'],
  identity: 'id',
  line: ({ n, at }) => ({ id: n, timestamp: at, message: `line ${n}` }),
  live: () => ({ path: '/stream' }),
  start: ({ lines }) => ({ path: '/list', query: { last: lines } }),
  catchUp: ({ cursor }) => ({ path: '/list', query: { since: cursor.since } }),
});

it('shows every line once, although all connections are cut again and again', async () => {
  const rows: Row[] = [];
  const open = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/list') {
      const since = searchParams.get('since') ?? '';
      const last = Number(searchParams.get('last') ?? rows.length);
      response.writeHead(200, { 'Content-Type': 'application/json' });
      return void response.end(JSON.stringify(rows.slice(-last).filter(({ at }) => at >= since)));
    }
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).flushHeaders();
    open.add(response);
    response.on('close', () => open.delete(response));
  });
  server.listen(0, '127.0.0.1');
  onTestFinished(() => void server.close().closeAllConnections());
  await once(server, 'listening');
  const write = (): void => {
    const row = { n: rows.length + 1, at: new Date().toISOString() };
    rows.push(row);
    for (const response of open) response.write(`data: ${JSON.stringify(row)}\n\n`);
  };

  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stream = createLogStream(counter({ baseUrl }).log(), { backoff: { base: 20 }, overlapWindow: 200 });
  onTestFinished(() => stream.dispose());
  stream.connect();
  for (let cuts = 0; cuts < 10; cuts++) {
    await expect.poll(() => stream.getSnapshot().status).toBe('live');
    for (let at = 0; at < 5; at++) write();
    server.closeAllConnections();
    write();
  }

  const messages = () => stream.getSnapshot().items.map((item) => 'message' in item && item.message);
  await expect.poll(messages).toEqual(rows.map(({ n }) => `line ${n}`));
  expect(stream.getSnapshot().ledger).toMatchObject({ gaps: 0, malformed: 0, dropped: 0 });
});
