/** `tailrace` in a company's network, where only a proxy reaches the backend. */
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runTailrace, startServer, type Served } from './support/tailrace.js';

let server: Served;
let proxy: Server;
/** What the proxy was asked to connect to. */
let asked: string[] = [];

/** Only the proxy knows what this name stands for. */
const HOST = 'logs.internal';

beforeAll(async () => {
  server = await startServer();
  await server.fill('run', 5);
  proxy = createServer().on('connect', ({ url = '' }, socket) => {
    asked.push(url);
    const through = connect(Number(new URL(`http://${url}`).port), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(through).pipe(socket);
    });
    through.on('error', () => socket.destroy());
    socket.on('error', () => through.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  proxy.closeAllConnections();
  proxy.close();
  await server.stop();
});

const tail = (host: string): ReturnType<typeof runTailrace> =>
  runTailrace(
    ['tail', 'stratal', server.url.replace('127.0.0.1', host), 'run', '--no-follow', '--format', 'raw'],
    { env: { http_proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, no_proxy: '' } },
  );

describe('tailrace tail where the environment names a proxy', () => {
  it('reads through the proxy', async () => {
    asked = [];
    const { stdout, status } = await tail(HOST);
    expect(stdout.trim().split('\n')).toHaveLength(5);
    expect(status).toBe(0);
    expect(asked[0]).toContain(HOST);
  });

  it('reads from this machine without it', async () => {
    asked = [];
    const { stdout } = await tail('127.0.0.1');
    expect(stdout.trim().split('\n')).toHaveLength(5);
    expect(asked).toEqual([]);
  });
});
