import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { httpDrivers } from '../testing/drivers.js';
import type { Driver, Harness } from '../testing/drivers.js';

const auth = { headers: { Authorization: 'Bearer tailrace-demo' } };

describe.each(httpDrivers)('containers over $name', (driver: Driver) => {
  let harness: Harness;
  const logs = async (
    query = '',
  ): Promise<{ logs: string[]; service?: string; count?: number; error?: string }> => {
    const response = await harness.fetch(`/api/logs/demo?${query}`, auth);
    expect(response.status).toBe(200);
    return (await response.json()) as { logs: string[] };
  };

  beforeEach(async () => {
    harness = await driver.open();
  });
  afterEach(async () => {
    await harness.close();
  });

  it('lists the services that run', async () => {
    harness.store.createRun({ id: 'waiting', status: 'queued' });
    harness.store.createRun({ id: 'over' }).setStatus('completed');
    harness.store.createRun({ id: 'again' }).setService({ status: 'restarting' });
    const response = await harness.fetch('/api/logs', auth);
    expect(await response.json()).toEqual({
      services: [
        { service: 'demo', status: 'running', container_id: expect.stringMatching(/^[0-9a-f]{12}$/) },
      ],
    });
  });

  it('has the last 100 lines, each behind a stamp with nanoseconds', async () => {
    harness.control.append('demo', 150);
    const answer = await logs();
    expect(answer).toMatchObject({ service: 'demo', count: 100 });
    expect(answer.logs[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z line 51$/);
    expect(answer.logs.at(-1)).toMatch(/ line 150$/);
    expect((await logs('tail=2')).count).toBe(2);
    expect((await logs('tail=10000')).count).toBe(150);
  });

  it('gives lines of one microsecond stamps that differ', async () => {
    harness.control.append('demo', ['a', { message: 'b', sameInstant: true }]);
    const [a, b] = (await logs()).logs;
    expect(a?.slice(0, 26)).toBe(b?.slice(0, 26));
    expect(a?.slice(0, 30)).not.toBe(b?.slice(0, 30));
  });

  it.each(['tail=0', 'tail=10001', 'tail=few'])('answers 422 to %s', async (query) => {
    const response = await harness.fetch(`/api/logs/demo?${query}`, auth);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ detail: [{ loc: ['query', 'tail'] }] });
  });

  it('answers 200 with an error to an unknown service', async () => {
    const response = await harness.fetch('/api/logs/nothing', auth);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ logs: [], error: 'Service nothing not found' });
  });

  it.each(['/api/logs', '/api/logs/demo'])('answers 401 to %s without the bearer', async (path) => {
    for (const headers of [{}, { Authorization: 'Bearer wrong' }]) {
      expect((await harness.fetch(path, { headers })).status).toBe(401);
    }
  });

  it('needs no token when told so', async () => {
    harness.control.setTokens(null);
    expect((await harness.fetch('/api/logs')).status).toBe(200);
  });
});
