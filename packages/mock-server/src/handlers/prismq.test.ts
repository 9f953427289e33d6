import { beforeEach, describe, expect, it } from 'vitest';
import { createStore } from '../store/store.js';
import { EventReader } from '../testing/event-reader.js';
import { httpDrivers } from '../testing/drivers.js';
import type { Driver, Harness } from '../testing/drivers.js';

interface Logs {
  logs: { message: string }[];
}

describe.each(httpDrivers)('prismq over $name', (driver: Driver) => {
  let harness: Harness;
  const open = async (options?: Parameters<Driver['open']>[0]): Promise<void> => {
    await harness.close();
    harness = await driver.open(options);
  };
  const logs = async (query = ''): Promise<Logs> => {
    const response = await harness.fetch(`/api/runs/demo/logs?${query}`);
    expect(response.status).toBe(200);
    return (await response.json()) as Logs;
  };
  const texts = async (query: string): Promise<string[]> =>
    (await logs(query)).logs.map(({ message }) => message);
  const follow = async (): Promise<EventReader> => {
    const response = await harness.fetch('/api/runs/demo/logs/stream');
    expect(response.status).toBe(200);
    return new EventReader(response);
  };

  beforeEach(async () => {
    harness = await driver.open();
  });

  it('remembers only the memory window', async () => {
    await open({ store: createStore({ memoryLines: 100 }) });
    harness.control.append('demo', 250);
    const answer = await logs('tail=1000');
    expect(answer.logs).toHaveLength(100);
    expect(answer.logs[0]?.message).toBe('line 151');
    expect(answer).toMatchObject({ total_lines: 250, truncated: true });
    harness.control.evict('demo', 10);
    expect(await texts('tail=1000')).toHaveLength(10);
  });

  it('requires a token only if so configured', async () => {
    await open({ tokens: { prismq: ['secret'] } });
    expect((await harness.fetch('/api/runs/demo')).status).toBe(401);
    const headers = { Authorization: 'Bearer secret' };
    expect((await harness.fetch('/api/runs/demo', { headers })).status).toBe(200);
  });

  it('streams ten thousand lines in order, each once', async () => {
    harness.control.append('demo', 5_000);
    const reader = await follow();
    harness.control.append('demo', 5_000);
    harness.control.complete('demo');
    await reader.ended;
    expect(reader.messages).toEqual(Array.from({ length: 10_000 }, (_, i) => `line ${i + 1}`));
  });
});
