import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createContext } from '../backend/context.js';
import type { BackendContext } from '../backend/context.js';
import { createSocketUpgrades } from './socket-upgrades.js';

let context: BackendContext;
let origin: string;
let shut: () => void;

const PING_MS = 10;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  context = createContext();
  const upgrades = createSocketUpgrades(context, PING_MS);
  const server = createServer().on('upgrade', upgrades.accept);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  shut = () => {
    upgrades.close();
    server.close();
  };
});
afterEach(() => {
  shut();
  vi.useRealTimers();
});

describe('pings', () => {
  it('drop only a client that no longer answers', async () => {
    const dead = new WebSocket(`${origin}/api/v1/logs/stream/ws`, { autoPong: false });
    const alive = new WebSocket(`${origin}/api/v1/logs/stream/ws`);
    await Promise.all([once(dead, 'open'), once(alive, 'open')]);
    const gone = once(dead, 'close');
    for (let beat = 0; beat < 4; beat++) {
      const pinged = once(alive, 'ping');
      vi.advanceTimersByTime(PING_MS);
      await pinged;
      // The server answers this after it has read the answer to its own ping.
      const answered = once(alive, 'pong');
      alive.ping();
      await answered;
    }
    expect((await gone)[0]).toBe(1006);
    expect(alive.readyState).toBe(WebSocket.OPEN);
    expect(context.connections.size).toBe(1);
    alive.close();
    await expect.poll(() => context.connections.size).toBe(0);
  });
});
