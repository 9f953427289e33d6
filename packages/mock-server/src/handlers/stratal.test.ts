import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { taskRunIdOf } from '../sessions/stratal-message.js';
import { EventReader } from '../testing/event-reader.js';
import { httpDrivers } from '../testing/drivers.js';
import type { Driver, Harness } from '../testing/drivers.js';

interface Rows {
  logs: Record<string, unknown>[];
  pagination?: { total?: number; limit: number; offset: number; count: number };
}

describe.each(httpDrivers)('stratal over $name', (driver: Driver) => {
  let harness: Harness;
  const rows = async (path: string): Promise<Rows> => {
    const response = await harness.fetch(`/api/v1/logs${path}`);
    expect(response.status).toBe(200);
    return (await response.json()) as Rows;
  };
  const texts = async (path: string): Promise<unknown[]> =>
    (await rows(path)).logs.map(({ message }) => message);
  const follow = async (query = ''): Promise<EventReader> =>
    new EventReader(await harness.fetch(`/api/v1/logs/stream/sse${query}`));

  beforeEach(async () => {
    harness = await driver.open();
  });
  afterEach(async () => {
    await harness.close();
  });

  it('has lists as other servers have them', async () => {
    harness.control.append('demo', ['one', { message: 'two', task: 'a' }, { message: 'three', task: 'a' }]);
    harness.control.setVariants({ stratal: { newestFirst: true, taskRunPagination: false } });
    expect(await texts('/type/task')).toEqual(['three', 'two']);
    expect(Object.keys(await rows(`/task-runs/${taskRunIdOf('demo', 'a')}`))).toEqual(['logs']);
    harness.control.setVariants({ stratal: { typeRoutes: false } });
    expect((await harness.fetch('/api/v1/logs/system')).status).toBe(404);
  });

  it('has rows as poor as older servers have', async () => {
    harness.control.append('demo', { message: 'x', metadata: { größe: 1 } });
    const first = async () => (await rows('/job-runs/demo')).logs[0];
    harness.control.setVariants({ stratal: { metadata: 'json' } });
    expect(await first()).toMatchObject({ metadata: '{"größe":1}' });
    harness.control.setVariants({ stratal: { metadata: 'base64' } });
    expect(Buffer.from(String((await first())?.metadata), 'base64').toString()).toBe('{"größe":1}');
    harness.control.setVariants({ stratal: { metadata: 'absent' } });
    expect(await first()).not.toHaveProperty('metadata');
    harness.control.setVariants({ stratal: { legacyRows: true, total: 'absent' } });
    expect(Object.keys((await first()) ?? {})).toEqual([
      'id',
      'task_run_id',
      'timestamp',
      'stream',
      'message',
    ]);
    expect((await rows('/job-runs/demo')).pagination).toEqual({ limit: 100, offset: 0, count: 1 });
    harness.control.append('demo', 5);
    harness.control.setVariants({ stratal: { total: 'guess' } });
    expect((await rows('/job-runs/demo?limit=2')).pagination).toMatchObject({ total: 2, count: 2 });
  });

  it.each([
    ['Z', 3, /\.\d{3}Z$/],
    ['+00:00', 9, /\.\d{9}\+00:00$/],
    ['+05:30', 6, /\.\d{6}\+05:30$/],
    ['none', 6, /\.\d{6}$/],
    ['Z', 0, /:\d\dZ$/],
  ])('writes stamps with zone %s and %i digits', async (zone, digits, pattern) => {
    harness.control.append('demo', 1);
    harness.control.setVariants({ stratal: { stamp: { zone, digits } } });
    expect((await rows('/job-runs/demo')).logs[0]?.timestamp).toMatch(pattern);
  });

  it('answers an unknown run with an empty list where servers do', async () => {
    harness.control.setVariants({ stratal: { unknownRun: 'empty' } });
    expect((await rows('/job-runs/nothing')).logs).toEqual([]);
    expect((await rows('/task-runs/nothing')).logs).toEqual([]);
  });

  it('greets, pings, replays and ends with the run where servers do', async () => {
    harness.control.append('demo', 'old');
    harness.control.setVariants({
      stratal: { greeting: true, pingMs: 5, replay: true, completeOnClose: true, retryMs: 700 },
    });
    const reader = await follow('?job_run_id=demo');
    await expect.poll(() => reader.named('ping').length).toBeGreaterThan(0);
    expect(reader.named('connected')).toHaveLength(1);
    expect(reader.retry).toBe(700);
    expect(reader.messages).toEqual(['old']);
    harness.control.complete('demo');
    expect(await reader.ended).toBeUndefined();
  });

  it('counts its connections and forgets those that went', async () => {
    const status = async () => (await rows('/stream/status')) as unknown;
    const idle = { status: 'active', connections: { global: { websocket: 0, sse: 0 }, jobs: {} } };
    expect(await status()).toEqual(idle);
    const leave = new AbortController();
    const responses = await Promise.all(
      ['', '', '?job_run_id=demo'].map((query) =>
        harness.fetch(`/api/v1/logs/stream/sse${query}`, { signal: leave.signal }),
      ),
    );
    await expect.poll(status).toEqual({
      status: 'active',
      connections: { global: { websocket: 0, sse: 2 }, jobs: { demo: { websocket: 0, sse: 1 } } },
    });
    leave.abort();
    await Promise.allSettled(responses.map(async (response) => response.body?.cancel()));
    await expect.poll(status).toEqual(idle);
  });

  it('asks for a token only when told to', async () => {
    harness.control.setTokens({ stratal: ['secret'] });
    const answer = await harness.fetch('/api/v1/logs/job-runs/demo');
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({ error: 'unauthorized' });
    const headers = { Authorization: 'Bearer secret' };
    expect((await harness.fetch('/api/v1/logs/job-runs/demo', { headers })).status).toBe(200);
  });
});
