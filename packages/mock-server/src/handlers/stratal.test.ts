import { beforeEach, describe, expect, it } from 'vitest';
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

  beforeEach(async () => {
    harness = await driver.open();
  });

  it.each([
    ['Z', 3, /\.\d{3}Z$/],
    ['+00:00', 9, /\.\d{9}\+00:00$/],
    ['+05:30', 6, /\.\d{6}\+05:30$/],
    ['none', 6, /\.\d{6}$/],
    ['Z', 0, /:\d\dZ$/],
  ])('writes timestamps with zone %s and %i digits', async (zone, digits, pattern) => {
    harness.control.append('demo', 1);
    harness.control.setVariants({ stratal: { stamp: { zone, digits } } });
    expect((await rows('/job-runs/demo')).logs[0]?.timestamp).toMatch(pattern);
  });

  it('counts its open connections', async () => {
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

  it('requires a token only if so configured', async () => {
    harness.control.setTokens({ stratal: ['secret'] });
    const answer = await harness.fetch('/api/v1/logs/job-runs/demo');
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({ error: 'unauthorized' });
    const headers = { Authorization: 'Bearer secret' };
    expect((await harness.fetch('/api/v1/logs/job-runs/demo', { headers })).status).toBe(200);
  });
});
