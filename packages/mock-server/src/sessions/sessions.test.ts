import { beforeEach, describe, expect, it } from 'vitest';
import { SocketReader } from '../testing/socket-reader.js';
import { socketDrivers } from '../testing/drivers.js';
import type { Driver, Harness } from '../testing/drivers.js';

describe.each(socketDrivers)('WebSockets over $name', (driver: Driver) => {
  let harness: Harness;
  const connect = (path: string, protocols?: string[]): SocketReader =>
    new SocketReader(`${harness.socketOrigin}${path}`, protocols);
  /** Opens a WebSocket and waits until the server knows it. */
  const established = async (path: string): Promise<SocketReader> => {
    const before = harness.control.connected();
    const reader = connect(path);
    await expect.poll(() => harness.control.connected()).toBe(before + 1);
    await expect.poll(() => reader.opened).toBe(true);
    return reader;
  };

  beforeEach(async () => {
    harness = await driver.open();
  });

  describe('of stratal', () => {
    const path = '/api/v1/logs/stream/ws';
    const texts = (reader: SocketReader): unknown[] => reader.messages.map(({ message }) => message);

    it('send ten thousand lines in order, each once', async () => {
      const reader = await established(`${path}?job_run_id=demo`);
      harness.control.append('demo', 10_000);
      await expect.poll(() => reader.frames.length).toBe(10_000);
      expect(texts(reader)).toEqual(Array.from({ length: 10_000 }, (_, i) => `line ${i + 1}`));
    });

    it('accept a required token from the query or a subprotocol', async () => {
      harness.control.setTokens({ stratal: ['s3cret'] });
      expect((await connect(path).closed).code).toBe(4001);
      await established(`${path}?token=s3cret`);
      const reader = connect(path, ['bearer.s3cret']);
      await expect.poll(() => reader.opened).toBe(true);
      expect(reader.protocol).toBe('bearer.s3cret');
    });
  });

  describe('of containers', () => {
    const path = '/api/logs/ws/demo?token=tailrace-demo';
    const contents = (reader: SocketReader): unknown[] => reader.messages.map(({ content }) => content);

    it('send exactly the timestamps of REST', async () => {
      harness.control.append('demo', 3);
      const reader = connect(path);
      const response = await harness.fetch('/api/logs/demo', {
        headers: { Authorization: 'Bearer tailrace-demo' },
      });
      const { logs } = (await response.json()) as { logs: string[] };
      await expect.poll(() => contents(reader)).toEqual(logs);
    });

    it('refuse the handshake instead if so configured', async () => {
      harness.control.setVariants({ containers: { refuse: 'handshake-403' } });
      const reader = connect('/api/logs/ws/demo?token=wrong');
      expect((await reader.closed).code).toBe(1006);
      expect(reader.opened).toBe(false);
      await established(path);
    });
  });
});
