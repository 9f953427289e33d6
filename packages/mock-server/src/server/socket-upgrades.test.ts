import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createContext } from '../backend/context.js';
import type { BackendContext } from '../backend/context.js';
import { createSocketUpgrades } from './socket-upgrades.js';

let context: BackendContext;
let origin: string;
let shut: () => void;

beforeEach(async () => {
  context = createContext();
  const upgrades = createSocketUpgrades(context, 10);
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
});

describe('pings', () => {
  it('drop a client that is no longer there, and only that', async () => {
    const dead = new WebSocket(`${origin}/api/v1/logs/stream/ws`, { autoPong: false });
    const alive = new WebSocket(`${origin}/api/v1/logs/stream/ws`);
    let pings = 0;
    alive.on('ping', () => pings++);
    const code = await new Promise((resolve) => dead.once('close', resolve));
    expect(code).toBe(1006);
    await expect.poll(() => pings).toBeGreaterThan(3);
    expect(alive.readyState).toBe(WebSocket.OPEN);
    expect(context.connections.size).toBe(1);
    alive.close();
    await expect.poll(() => context.connections.size).toBe(0);
  });
});
