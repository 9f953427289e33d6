import { afterEach, beforeEach, describe, expect, it } from 'vitest';
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
  const texts = async (query: string): Promise<string[]> =>
    (await page(query)).data.map(({ message }) => message);
  const follow = async (query = ''): Promise<EventReader> => {
    const response = await harness.fetch(`${stream}?${query}`, auth);
    expect(response.status).toBe(200);
    return new EventReader(response);
  };

  beforeEach(async () => {
    harness = await driver.open();
  });
  afterEach(async () => {
    await harness.close();
  });

  describe('the list', () => {
    it('gives every row an id of its own', async () => {
      harness.control.append('demo', 500);
      const { data } = await page('limit=500');
      expect(new Set(data.map(({ id }) => id)).size).toBe(500);
    });

    it('takes `since` inclusively where servers do', async () => {
      harness.control.append('demo', [
        { message: 'a', timestamp: '2026-03-01T10:00:00.000001Z' },
        { message: 'b', timestamp: '2026-03-01T10:00:00.000002Z' },
        { message: 'c', timestamp: '2026-03-01T10:00:00.000002Z' },
        { message: 'd', timestamp: '2026-03-01T10:00:00.000003Z' },
      ]);
      harness.control.setVariants({ codespace: { sinceInclusive: true } });
      expect(await texts('since=2026-03-01T10:00:00.000002Z&sort_order=asc')).toEqual(['b', 'c', 'd']);
    });

    it('takes no other kind of authorization, and answers 403 where frameworks do', async () => {
      const headers = { Authorization: 'Basic dGFpbHJhY2U=' };
      expect((await harness.fetch(list, { headers })).status).toBe(401);
      harness.control.setVariants({ codespace: { unauthorized: 403 } });
      expect((await harness.fetch(list)).status).toBe(403);
    });

    it("answers 404 to a task that is somebody else's", async () => {
      await open({ tokens: ['mine', 'theirs'] });
      harness.store.createRun({ id: 'private', ownerToken: 'theirs' });
      const as = (token: string) =>
        harness.fetch('/codespace/task/private/logs', { headers: { Authorization: `Bearer ${token}` } });
      expect((await as('mine')).status).toBe(404);
      expect((await as('theirs')).status).toBe(200);
    });

    it('finds tasks whose id needs encoding', async () => {
      harness.store.createRun({ id: 'a b/ü.log' }).append('here');
      const response = await harness.fetch(`/codespace/task/${encodeURIComponent('a b/ü.log')}/logs`, auth);
      expect(((await response.json()) as Page).data).toMatchObject([{ message: 'here' }]);
    });

    it('lets pages of other origins in', async () => {
      const preflight = await harness.fetch(list, { method: 'OPTIONS' });
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get('access-control-allow-headers')).toContain('Authorization');
    });
  });

  describe('the stream', () => {
    it('sends the rows of the list, with `{}` for no metadata where a server does', async () => {
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

    it('starts at now where servers do', async () => {
      harness.control.append('demo', 5);
      harness.control.setVariants({ codespace: { liveOnly: true } });
      const live = await follow();
      harness.control.append('demo', 1);
      await expect.poll(() => live.messages).toEqual(['line 6']);
    });

    it('repeats the lines of a millisecond when its stamps are cut to milliseconds', async () => {
      harness.control.setVariants({ codespace: { stamp: { digits: 3, zone: 'Z' } } });
      const at = Date.UTC(2026, 1, 2);
      harness.control.append('demo', [
        { message: 'a', at: at + 0.1 },
        { message: 'b', at: at + 0.2 },
        { message: 'c', at: at + 1 },
      ]);
      const reader = await follow('since=2026-02-02T00:00:00.000Z');
      await expect.poll(() => reader.messages).toEqual(['a', 'b', 'c']);
      expect(reader.named('log')[0]).toMatchObject({ created_at: '2026-02-02T00:00:00.000Z' });
    });

    it('beats and ends sooner, and says when to come again, where it is told to', async () => {
      await open({ variants: { codespace: { heartbeatMs: 5, timeoutUnit: 10, retryMs: 1234 } } });
      const reader = await follow('timeout=30');
      expect(await reader.ended).toBeUndefined();
      expect(reader.retry).toBe(1234);
      expect(reader.named('heartbeat')).not.toEqual([]);
      expect(reader.named('timeout')).toHaveLength(1);
    });

    it('says that a task is unknown in an event where servers do', async () => {
      harness.control.setVariants({ codespace: { unknownTask: 'error-event' } });
      const response = await harness.fetch('/codespace/task/nothing/logs/stream', auth);
      expect(response.status).toBe(200);
      const reader = new EventReader(response);
      expect(await reader.ended).toBeUndefined();
      expect(reader.events).toEqual([{ event: 'error', data: { error: 'Task not found or access denied' } }]);
    });
  });
});
