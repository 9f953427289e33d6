import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { get, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createStore } from '../store/store.js';
import type { Run } from '../store/run.js';
import { EventReader } from '../testing/event-reader.js';
import { SocketReader } from '../testing/socket-reader.js';
import { serve } from './serve.js';
import type { RunningServer, ServeOptions } from './serve.js';

const start = async (options: ServeOptions = {}): Promise<RunningServer> => {
  const server = await serve({ port: 0, scenario: 'none', ...options });
  onTestFinished(() => server.close());
  return server;
};
const control = (
  server: RunningServer,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(`${server.url}/__control`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
/** A request with headers that `fetch` forbids, or a path that it would normalise. */
const raw = (
  server: RunningServer,
  path: string,
  headers: Record<string, string> = {},
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: server.port, path, headers, agent: false }, (response) => {
      response.resume();
      resolve(response);
    }).on('error', reject);
  });

describe('serve', () => {
  it('says which port is taken, and what to do', async () => {
    const first = await start();
    await expect(serve({ port: first.port, scenario: 'none' })).rejects.toMatchObject({
      name: 'ServeError',
      kind: 'port-in-use',
      message: expect.stringMatching(new RegExp(`Port ${first.port} .*already in use.*another port`)),
    });
  });

  it.each([
    [{ port: -1 }, 'bad-option'],
    [{ port: 70_000 }, 'bad-option'],
    [{ port: 0, rate: 0 }, 'bad-option'],
    [{ port: 0, backends: ['nothing'] }, 'bad-option'],
    [{ port: 0, host: '203.0.113.7' }, 'bad-address'],
  ] as const)('refuses %j', async (options, kind) => {
    await expect(serve(options as ServeOptions)).rejects.toMatchObject({ name: 'ServeError', kind });
  });

  it('lists the scenarios if the name is unknown', async () => {
    await expect(serve({ port: 0, scenario: 'storm' })).rejects.toThrow(/"storm".*steady.*agent-run/);
  });

  it('plays a scenario into demo at the requested rate', async () => {
    const server = await start({ scenario: 'steady', rate: 2000 });
    await expect.poll(() => server.store.run('demo')?.next ?? 0).toBeGreaterThan(500);
  });

  it('plays every scenario and a system log by default', async () => {
    const server = await serve({ port: 0 });
    onTestFinished(() => server.close());
    const state = (await (await fetch(`${server.url}/__control`)).json()) as {
      runs: { id: string }[];
      scenarios: string[];
    };
    expect(state.runs.map(({ id }) => id)).toEqual(['demo', ...state.scenarios]);
    await expect.poll(() => server.store.runs().filter(({ next }) => next === 0)).toEqual([]);
    await expect.poll(() => server.store.system.next).toBeGreaterThan(0);
    expect(server.store.run('history')).toMatchObject({ status: 'completed', next: 5000 });
  });

  it('answers only for the chosen backends', async () => {
    const server = await start({ backends: ['prismq'] });
    expect((await fetch(`${server.url}/api/runs/demo`)).status).toBe(200);
    const other = await fetch(`${server.url}/api/v1/logs/job-runs/demo`);
    expect(other.status).toBe(404);
    const socket = new SocketReader(`${server.url.replace('http', 'ws')}/api/v1/logs/stream/ws`);
    expect((await socket.closed).code).toBe(1006);
  });

  it('closes promptly with streams open, and lets the process end', async () => {
    const server = await start({ scenario: 'steady', rate: 500 });
    const reader = new EventReader(await fetch(`${server.url}/api/runs/demo/logs/stream`));
    const socket = new SocketReader(`${server.url.replace('http', 'ws')}/api/v1/logs/stream/ws`);
    await expect.poll(() => socket.frames.length).toBeGreaterThan(0);
    await server.close();
    expect((await socket.closed).code).toBe(1001);
    await reader.ended;
    await expect(fetch(server.url)).rejects.toThrow();
  });

  it('frees a connection when its client leaves', async () => {
    const server = await start();
    const open = (): Promise<number> =>
      fetch(`${server.url}/__control`)
        .then((response) => response.json())
        .then((state) => (state as { connections: number }).connections);
    const leave = new AbortController();
    const response = await fetch(`${server.url}/api/runs/demo/logs/stream`, { signal: leave.signal });
    expect(response.status).toBe(200);
    const socket = new SocketReader(
      `${server.url.replace('http', 'ws')}/api/logs/ws/demo?token=tailrace-demo`,
    );
    await expect.poll(open).toBe(2);
    leave.abort();
    socket.close();
    await expect.poll(open).toBe(0);
  });

  it('sends lines only as fast as a client reads, and loses none that the store holds', async () => {
    const server = await start({ store: createStore() });
    const run = server.store.run('demo');
    const taken = vi.spyOn(run as Run, 'get');
    const socket = connect(server.port, '127.0.0.1');
    onTestFinished(() => {
      socket.destroy();
    });
    socket.write('GET /api/runs/demo/logs/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n');
    socket.pause();
    await expect.poll(() => server.control.connected()).toBe(1);
    // 80 MB: far more than the kernel buffers for a client that does not read.
    const text = 'x'.repeat(4000);
    server.control.append(
      'demo',
      Array.from({ length: 20_000 }, () => text),
    );
    server.control.complete('demo');
    let before = -1;
    await expect
      .poll(() => {
        const settled = taken.mock.calls.length === before;
        before = taken.mock.calls.length;
        return settled;
      })
      .toBe(true);
    expect(taken.mock.calls.length).toBeLessThan(10_000);
    let received = 0;
    let carry = '';
    socket.on('data', (chunk) => {
      const part = carry + chunk.toString('latin1');
      received += part.split('event: log').length - 1;
      // One character less than the text searched for, which may be split, but must not be counted twice.
      carry = part.slice(-9);
    });
    socket.resume();
    await new Promise((resolve) => socket.once('close', resolve));
    expect(received).toBe(20_000);
    expect(taken.mock.calls.length).toBe(20_000);
  });

  it('sends lines over a WebSocket only as fast as it is read', async () => {
    const server = await start({ store: createStore() });
    const taken = vi.spyOn(server.store.run('demo') as Run, 'get');
    const client = new WebSocket(`${server.url.replace('http', 'ws')}/api/v1/logs/stream/ws?job_run_id=demo`);
    onTestFinished(() => {
      client.terminate();
    });
    let received = 0;
    client.on('message', () => received++);
    await expect.poll(() => server.control.connected()).toBe(1);
    client.pause();
    const text = 'x'.repeat(4000);
    server.control.append(
      'demo',
      Array.from({ length: 20_000 }, () => text),
    );
    let before = -1;
    await expect
      .poll(() => {
        const settled = taken.mock.calls.length === before;
        before = taken.mock.calls.length;
        return settled;
      })
      .toBe(true);
    expect(taken.mock.calls.length).toBeLessThan(10_000);
    client.resume();
    await expect.poll(() => received).toBe(20_000);
  });

  it('answers HEAD without a body and refuses other methods', async () => {
    const server = await start();
    const head = await fetch(`${server.url}/api/runs/demo/logs`, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
    expect((await fetch(`${server.url}/api/runs/demo/logs/stream`, { method: 'HEAD' })).status).toBe(200);
    expect((await fetch(`${server.url}/api/runs/demo`, { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${server.url}/api/nothing`)).status).toBe(404);
  });

  it('survives malformed requests', async () => {
    const server = await start();
    for (const text of [
      'GET //[ HTTP/1.1\r\nHost: a\r\n\r\n',
      'GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n',
      'nonsense\r\n\r\n',
    ]) {
      const socket = connect(server.port, '127.0.0.1');
      socket.end(text);
      await new Promise((resolve) => socket.once('close', resolve).resume());
    }
    const upgrade = request({
      port: server.port,
      host: '127.0.0.1',
      path: '/api/logs/ws/%zz',
      headers: { Connection: 'Upgrade', Upgrade: 'websocket' },
    });
    upgrade.end();
    const status = await new Promise((resolve) => {
      upgrade.once('response', ({ statusCode }) => {
        resolve(statusCode);
      });
    });
    expect(status).toBe(404);
    expect((await fetch(`${server.url}/api/runs/demo`)).status).toBe(200);
  });
});

describe('/__control', () => {
  it('returns the state that the dashboard needs', async () => {
    const server = await start();
    server.control.append('demo', 3);
    server.control.refuse({ count: 2 });
    const response = await fetch(`${server.url}/__control`);
    expect(await response.json()).toEqual({
      runs: [{ id: 'demo', title: 'Demo', status: 'running', lines: 3, kind: 'manual' }],
      token: 'tailrace-demo',
      backends: ['codespace', 'prismq', 'stratal', 'containers'],
      scenarios: expect.arrayContaining(['steady', 'agent-run']),
      connections: 0,
      refusals: 2,
    });
  });

  it('returns the recorded requests, without tokens, until it is reset', async () => {
    const server = await start();
    await fetch(`${server.url}/codespace/task/demo/logs?limit=5&token=tailrace-demo`, {
      headers: { Authorization: 'Bearer tailrace-demo' },
    });
    const requests = () => fetch(`${server.url}/__control/requests`).then((response) => response.text());
    expect(JSON.parse(await requests())).toMatchObject([
      { path: '/codespace/task/demo/logs', query: { limit: '5' }, authorised: true, status: 200 },
    ]);
    expect(await requests()).not.toContain('tailrace-demo');
    await control(server, { action: 'reset' });
    expect(await requests()).toBe('[]');
  });

  it('performs each of its actions', async () => {
    const server = await start();
    const done = async (body: unknown, affected: number): Promise<void> => {
      const response = await control(server, body);
      expect(await response.json()).toEqual({ ok: true, affected });
    };
    await done({ action: 'create', id: 'more', title: 'More' }, 1);
    await done({ action: 'append', runId: 'more', count: 5 }, 5);
    await done({ action: 'append', runId: 'more', lines: ['x', { message: 'y', level: 'error' }] }, 2);
    expect(server.store.run('more')).toMatchObject({ next: 7, title: 'More' });
    const reader = new EventReader(await fetch(`${server.url}/api/runs/more/logs/stream`));
    await expect.poll(() => reader.messages.length).toBe(7);
    await done({ action: 'stall', ms: 1, runId: 'more' }, 1);
    await done({ action: 'duplicate', count: 1, transport: 'sse' }, 1);
    await expect.poll(() => reader.messages.length).toBe(8);
    await done({ action: 'evict', runId: 'more', keep: 2 }, 5);
    await done({ action: 'cut', backend: 'prismq', mode: 'end' }, 1);
    await reader.ended;
    await done({ action: 'complete', runId: 'more', status: 'failed', exitCode: 3 }, 1);
    expect(server.store.run('more')).toMatchObject({ status: 'failed', exitCode: 3 });
    await done({ action: 'refuse', count: 1, status: 500, scope: 'rest' }, 1);
    expect((await fetch(`${server.url}/api/runs/more`)).status).toBe(500);
    await done({ action: 'refuse', count: 9 }, 9);
    await done({ action: 'reset' }, 0);
    await done({ action: 'tokens', tokens: 'other' }, 0);
    await done({ action: 'variants', variants: { codespace: { unauthorized: 403 } } }, 0);
    expect((await fetch(`${server.url}/codespace/task/demo/logs`)).status).toBe(403);
    await done({ action: 'close', code: 4000 }, 0);
    await done({ action: 'fail', message: 'x' }, 0);
  });

  it.each([
    ['not json', 400, 'JSON'],
    [[], 400, 'action'],
    [{ action: 'explode' }, 400, 'cut, stall'],
    [{ action: 'stall' }, 400, '"ms"'],
    [{ action: 'append', runId: 'demo' }, 400, '"count"'],
    [{ action: 'append', runId: 'demo', count: 1.5 }, 400, '"count"'],
    [{ action: 'append', runId: 'demo', lines: 'abc' }, 400, '"lines"'],
    [{ action: 'append', runId: 'demo', lines: [{ message: 'x', level: 'loud' }] }, 400, '"lines"'],
    [{ action: 'cut', mode: 'explode' }, 400, 'end, fin, reset'],
    [{ action: 'close', code: 1006 }, 400, '"code"'],
    [{ action: 'close', reason: 'x'.repeat(124) }, 400, '"reason"'],
    [{ action: 'refuse', status: '503' }, 400, '"status"'],
    [{ action: 'refuse', count: 0 }, 400, '"count"'],
    [{ action: 'refuse', scope: 'streams' }, 400, 'stream, rest, all'],
    [{ action: 'evict', keep: -1 }, 400, '"keep"'],
    [{ action: 'create', id: 'x', status: 'done' }, 400, 'queued, running'],
    [{ action: 'complete', runId: 'demo', status: 'done' }, 400, 'queued, running'],
    [{ action: 'tokens' }, 400, '"tokens"'],
    [{ action: 'tokens', tokens: { nothing: ['x'] } }, 400, '"tokens"'],
    [{ action: 'variants', variants: { prismq: { nothing: 1 } } }, 400, '"variants"'],
    [{ action: 'cut', backend: 'nothing' }, 400, '"backend"'],
    [{ action: 'create', id: 'demo' }, 400, 'already'],
    [{ action: 'complete', runId: 'nothing' }, 404, 'demo'],
  ])('refuses %j', async (body, status, hint) => {
    const server = await start();
    const response = await control(server, body);
    expect(response.status).toBe(status);
    expect(((await response.json()) as { error: string }).error).toContain(hint);
  });

  it('answers only requests from this machine', async () => {
    const server = await start();
    const foreign = await control(server, { action: 'cut' }, { Origin: 'https://example.com' });
    expect(foreign.status).toBe(403);
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    expect((await raw(server, '/__control', { Host: 'rebound.example.com' })).statusCode).toBe(403);
    const neighbour = await control(server, { action: 'reset' }, { Origin: 'http://localhost:5173' });
    expect(neighbour.status).toBe(200);
    expect(neighbour.headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
  });
});

describe('the pages', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tailrace-pages-'));
    await mkdir(join(directory, 'site', 'assets'), { recursive: true });
    await writeFile(join(directory, 'site', 'index.html'), '<title>Dashboard</title>');
    await writeFile(join(directory, 'site', 'assets', 'app.js'), 'void 0');
    await writeFile(join(directory, 'site', '.env'), 'secret');
    await writeFile(join(directory, 'outside.txt'), 'secret');
    await symlink(join(directory, 'outside.txt'), join(directory, 'site', 'link.txt'));
  });
  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  it('are the dashboard if there is one', async () => {
    const server = await start({ dashboardDir: join(directory, 'site') });
    const page = await fetch(`${server.url}/?run=demo`);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toBe('<title>Dashboard</title>');
    const script = await fetch(`${server.url}/assets/app.js`);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect((await fetch(`${server.url}/api/runs/demo`)).status).toBe(200);
    expect((await fetch(`${server.url}/assets/none.js`)).status).toBe(404);
  });

  it.each([
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '/..%2foutside.txt',
    '/.env',
    '/link.txt',
    '/assets',
    '/a%00b',
    '/%zz',
  ])('do not expose files outside of it through %s', async (path) => {
    const server = await start({ dashboardDir: join(directory, 'site') });
    expect((await raw(server, path)).statusCode).toBe(404);
  });

  it('list the endpoints if there is no dashboard', async () => {
    const server = await start();
    const text = await (await fetch(server.url)).text();
    expect(text).toContain('/codespace/task/demo/logs');
  });
});
