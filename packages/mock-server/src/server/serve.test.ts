import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createStore } from '../store/store.js';
import type { Run } from '../store/run.js';
import { EventReader } from '../testing/event-reader.js';
import { start } from '../testing/served.js';
import { SocketReader } from '../testing/socket-reader.js';
import { serve } from './serve.js';
import type { ServeOptions } from './serve.js';

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

  // In a file no directory can be made; in /proc, which only Linux has, Node's own way to make several never ends.
  it.each([fileURLToPath(import.meta.url), ...(process.platform === 'linux' ? ['/proc/tailrace'] : [])])(
    'refuses a directory for log files that cannot be made, before it listens: in %s',
    async (parent) => {
      const logDir = join(parent, 'logs');
      const refused = { name: 'ServeError', kind: 'bad-option', message: expect.stringContaining(logDir) };
      await expect(serve({ port: 0, logDir })).rejects.toMatchObject(refused);
    },
  );

  it('refuses a file as the directory for log files', async () => {
    await expect(serve({ port: 0, logDir: import.meta.filename })).rejects.toMatchObject({
      name: 'ServeError',
      kind: 'bad-option',
    });
  });

  it('makes the directory for log files', async () => {
    const above = await mkdtemp(join(tmpdir(), 'tailrace-serve-'));
    onTestFinished(() => rm(above, { recursive: true }));
    const logDir = join(above, 'a', 'b');
    await start({ logDir });
    expect(await readdir(logDir)).toEqual([]);
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
    await once(client, 'open'); // before that, `pause` does nothing
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
    for (const [path, status] of [
      ['/api/logs/ws/%zz', 404],
      ['//', 400],
    ] as const) {
      const upgrade = request({
        port: server.port,
        host: '127.0.0.1',
        path,
        headers: { Connection: 'Upgrade', Upgrade: 'websocket' },
      });
      upgrade.end();
      const answered = new Promise((resolve) => {
        upgrade.once('response', ({ statusCode }) => {
          resolve(statusCode);
        });
      });
      expect(await answered).toBe(status);
    }
    expect((await fetch(`${server.url}/api/runs/demo`)).status).toBe(200);
  });
});
