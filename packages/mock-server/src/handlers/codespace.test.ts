import { beforeEach, describe, expect, it } from 'vitest';
import { EventReader } from '../testing/event-reader.js';
import { httpDrivers } from '../testing/drivers.js';
import type { Driver, Harness } from '../testing/drivers.js';

const auth = { headers: { Authorization: 'Bearer tailrace-demo' } };
const list = '/codespace/task/demo/logs';
const stream = '/codespace/task/demo/logs/stream';

interface Page {
  data: { id: string; message: string }[];
}

describe.each(httpDrivers)('codespace over $name', (driver: Driver) => {
  let harness: Harness;
  const open = async (options?: Parameters<Driver['open']>[0]): Promise<void> => {
    await harness.close();
    harness = await driver.open(options);
  };
  const page = async (query = ''): Promise<Page> => {
    const response = await harness.fetch(`${list}?${query}`, auth);
    expect(response.status).toBe(200);
    return (await response.json()) as Page;
  };
  const follow = async (query = ''): Promise<EventReader> => {
    const response = await harness.fetch(`${stream}?${query}`, auth);
    expect(response.status).toBe(200);
    return new EventReader(response);
  };

  beforeEach(async () => {
    harness = await driver.open();
  });

  describe('the list', () => {
    it('gives every row a unique id', async () => {
      harness.control.append('demo', 500);
      const { data } = await page('limit=500');
      expect(new Set(data.map(({ id }) => id)).size).toBe(500);
    });

    it('accepts no other kind of authorization', async () => {
      const headers = { Authorization: 'Basic dGFpbHJhY2U=' };
      expect((await harness.fetch(list, { headers })).status).toBe(401);
    });

    it('answers 404 for a task that belongs to someone else', async () => {
      await open({ tokens: ['mine', 'theirs'] });
      harness.store.createRun({ id: 'private', ownerToken: 'theirs' });
      const as = (token: string) =>
        harness.fetch('/codespace/task/private/logs', { headers: { Authorization: `Bearer ${token}` } });
      expect((await as('mine')).status).toBe(404);
      expect((await as('theirs')).status).toBe(200);
    });

    it('finds tasks whose ids need URL-encoding', async () => {
      harness.store.createRun({ id: 'a b/ü.log' }).append('here');
      const response = await harness.fetch(`/codespace/task/${encodeURIComponent('a b/ü.log')}/logs`, auth);
      expect(((await response.json()) as Page).data).toMatchObject([{ message: 'here' }]);
    });

    it('allows pages from other origins', async () => {
      const preflight = await harness.fetch(list, { method: 'OPTIONS' });
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get('access-control-allow-headers')).toContain('Authorization');
    });
  });

  describe('the stream', () => {
    it('sends the rows of the list, with `{}` for missing metadata if so configured', async () => {
      harness.control.append('demo', { message: 'x', metadata: { a: 1 } });
      harness.control.append('demo', 'y');
      const rows = await page('sort_order=asc');
      const reader = await follow();
      await expect.poll(() => reader.named('log')).toEqual(rows.data);
      harness.control.setVariants({ codespace: { emptyMetadata: 'object', taskId: true } });
      const other = await follow();
      await expect
        .poll(() => other.named('log')[1])
        .toEqual({ ...rows.data[1], codespace_task_id: 'demo', metadata: {} });
    });
  });
});
