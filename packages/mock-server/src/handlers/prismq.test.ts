import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
  afterEach(async () => {
    await harness.close();
  });

  it('takes `since` inclusively where servers do', async () => {
    harness.control.append('demo', [
      { message: 'a', timestamp: '2026-03-01T10:00:00.000001Z' },
      { message: 'b', timestamp: '2026-03-01T10:00:00.000002Z' },
      { message: 'c', timestamp: '2026-03-01T10:00:00.000003Z' },
    ]);
    harness.control.setVariants({ prismq: { sinceInclusive: true } });
    expect(await texts('since=2026-03-01T10:00:00.000002Z')).toEqual(['b', 'c']);
  });

  it('remembers the memory window only', async () => {
    await open({ store: createStore({ memoryLines: 100 }) });
    harness.control.append('demo', 250);
    const answer = await logs('tail=1000');
    expect(answer.logs).toHaveLength(100);
    expect(answer.logs[0]?.message).toBe('line 151');
    expect(answer).toMatchObject({ total_lines: 250, truncated: true });
    harness.control.evict('demo', 10);
    expect(await texts('tail=1000')).toHaveLength(10);
  });

  it('asks for a token only when told to', async () => {
    await open({ tokens: { prismq: ['secret'] } });
    expect((await harness.fetch('/api/runs/demo')).status).toBe(401);
    const headers = { Authorization: 'Bearer secret' };
    expect((await harness.fetch('/api/runs/demo', { headers })).status).toBe(200);
  });

  it('streams ten thousand lines in order, none twice', async () => {
    harness.control.append('demo', 5_000);
    const reader = await follow();
    harness.control.append('demo', 5_000);
    harness.control.complete('demo');
    await reader.ended;
    expect(reader.messages).toEqual(Array.from({ length: 10_000 }, (_, i) => `line ${i + 1}`));
  });

  it('replays as little as other servers do', async () => {
    harness.control.append('demo', 3);
    harness.control.setVariants({ prismq: { replay: 'none', replayEnded: 'last' } });
    const live = await follow();
    harness.control.append('demo', 1);
    await expect.poll(() => live.messages).toEqual(['line 4']);
    harness.control.complete('demo');
    const ended = await follow();
    await ended.ended;
    expect(ended.messages).toEqual(['line 4']);
    harness.control.setVariants({ prismq: { replayEnded: 'none' } });
    const silent = await follow();
    await silent.ended;
    expect(silent.events).toEqual([{ event: 'complete', data: { status: 'completed' } }]);
  });

  it('says that a run is unknown in an event where servers do', async () => {
    harness.control.setVariants({ prismq: { unknownRun: 'error-event' } });
    const unknown = new EventReader(await harness.fetch('/api/runs/nothing/logs/stream'));
    await unknown.ended;
    expect(unknown.events).toEqual([{ event: 'error', data: { error: 'Run not found' } }]);
  });

  it('keeps a quiet line open with comments', async () => {
    await open({ variants: { prismq: { heartbeatMs: 5, retryMs: 2500 } } });
    const reader = await follow();
    await expect.poll(() => reader.comments).toContain('keep-alive');
    expect(reader.retry).toBe(2500);
    expect(reader.events).toEqual([]);
  });
});
