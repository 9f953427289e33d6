/**
 * What a stream leaves behind: memory after ten million lines, and whatever keeps a process alive after `disconnect()`. Both
 * run in child processes with the built package, because transforming its sources in each of them would take too long.
 */
import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { serve, type RunningServer } from '@tailrace/mock-server/server';
import { afterEach, describe, expect, it } from 'vitest';
import { inRoot } from './support/paths.js';
import { COMBINATIONS } from './support/sources.js';

const MILLION = 1_000_000;
const MEGABYTE = 1_048_576;

/** Runs a child process; resolves to what it printed once it has exited. */
function run(
  script: string,
  args: readonly string[],
  flags: readonly string[] = [],
  endOfInput?: Promise<void>,
): Promise<string> {
  const path = inRoot(`e2e/support/children/${script}`);
  const child = spawn(process.execPath, [...flags, path, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (chunk) => (printed += String(chunk)));
  void endOfInput?.then(() => child.stdin.end());
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(printed.trim()) : reject(new Error(`exit status ${code}: ${printed}`)),
    );
  });
}

it('holds no more memory after ten million lines than after one', { timeout: 300_000 }, async () => {
  const printed = await run('leak.mjs', [MILLION, 5 * MILLION, 10 * MILLION].map(String), ['--expose-gc']);
  const reports = printed.split('\n').map((line) => JSON.parse(line) as Record<string, number>);
  const end = reports.pop() as unknown as {
    ledger: Record<string, number>;
    given: number;
    missed: number;
    connections: number;
    errors: number;
    held: number;
  };
  const [atOne, atFive, atTen, afterLarge] = reports.map((report) => report['bytes'] as number) as [
    number,
    number,
    number,
    number,
  ];
  expect(atFive).toBeLessThan(atOne * 1.2 + 4 * MEGABYTE);
  expect(atTen).toBeLessThan(atOne * 1.2 + 4 * MEGABYTE);
  // Lines of 80 kB, with as much in `raw`: the buffer is bounded to 16 MiB.
  expect(afterLarge).toBeLessThan(atOne + 32 * MEGABYTE);
  const all = 10 * MILLION + 2_000;
  expect(end.given + end.missed).toBe(all);
  expect(end.ledger).toMatchObject({ stored: all, dropped: 0, malformed: 0, gaps: 0 });
  expect(end.connections).toBe(10);
  expect(end.ledger['received']).toBe(all + (end.ledger['duplicates'] as number));
  expect(end.ledger['duplicates']).toBeGreaterThanOrEqual(9 * 5_000);
  expect(end.held).toBeLessThan(200);
});

let server: RunningServer | undefined;
let undo: (() => Promise<void>) | undefined;
afterEach(async () => {
  await server?.close();
  await undo?.();
  server = undo = undefined;
});

async function startServer(): Promise<string> {
  server = await serve({ port: 0, scenario: 'none' });
  if (!server.store.run('demo')) server.store.createRun({ id: 'demo' });
  server.control.append('demo', 100);
  return server.url;
}

/** A server that accepts connections and never answers. `reached` resolves with its first request. */
async function startMuteServer(): Promise<{ readonly url: string; readonly reached: Promise<void> }> {
  const mute = createServer();
  const sockets = new Set<{ destroy(): void }>();
  const reached = new Promise<void>((resolve) => {
    mute.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('data', () => resolve());
    });
  });
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  undo = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => mute.close(resolve));
  };
  return { url: `http://127.0.0.1:${(mute.address() as AddressInfo).port}`, reached };
}

/** The URL of a port on which nothing listens. */
async function deadPort(): Promise<string> {
  const { url } = await startMuteServer();
  await undo?.();
  undo = undefined;
  return url;
}

describe.each(COMBINATIONS)(
  'after disconnect() of %s over %s nothing keeps the process alive',
  (backend, transport) => {
    it('while lines arrive', async () => {
      expect(await run('exit.mjs', [backend, transport, await startServer(), 'entries'])).toBe('entries');
    });

    it('while it is open and quiet', async () => {
      const open = transport === 'polling' ? 'polling' : 'live';
      expect(await run('exit.mjs', [backend, transport, await startServer(), open])).toBe(open);
    });

    it('after leaving a loop over it', async () => {
      expect(await run('exit.mjs', [backend, transport, await startServer(), 'loop'])).toBe('log');
    });

    it('while it waits to reconnect to a closed port', async () => {
      const printed = await run('exit.mjs', [backend, transport, await deadPort(), 'after a refusal']);
      expect(['connecting', 'reconnecting']).toContain(printed);
    });

    it('while the server has not answered', async () => {
      const { url, reached } = await startMuteServer();
      expect(await run('exit.mjs', [backend, transport, url, 'end of input'], [], reached)).toBe(
        'end of input',
      );
    });
  },
);
