import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EventReader } from '../testing/event-reader.js';
import { httpDrivers } from '../testing/drivers.js';
import type { Driver, Harness } from '../testing/drivers.js';

const auth = { headers: { Authorization: 'Bearer tailrace-demo' } };
const list = '/codespace/task/demo/logs';
const stream = '/codespace/task/demo/logs/stream';

interface Page {
  status: string;
  data: { id: string; message: string; created_at: string }[];
  total_count: number;
  has_more: boolean;
  next_offset: number | null;
  message: string;
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
    it('has the fields of the contract, the newest row first, 50 of them', async () => {
      harness.control.append('demo', 59);
      harness.control.append('demo', {
        message: 'halfway',
        step: 'build',
        type: 'coding',
        progress: 50,
        metadata: { file: 'a.ts' },
      });
      const first = await page();
      expect(first.data).toHaveLength(50);
      expect(first).toMatchObject({ status: 'success', total_count: 60, has_more: true, next_offset: 50 });
      expect(first.data[0]).toEqual({
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
        step_name: 'build',
        log_type: 'coding',
        message: 'halfway',
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
        progress_percentage: 50,
        metadata: { file: 'a.ts' },
      });
      const last = await page('offset=50');
      expect(last).toMatchObject({ has_more: false, next_offset: null, total_count: 60 });
      expect(last.data).toHaveLength(10);
      expect(last.data.at(-1)).toMatchObject({
        message: 'line 1',
        progress_percentage: null,
        metadata: null,
      });
    });

    it('gives every row an id of its own', async () => {
      harness.control.append('demo', 500);
      const { data } = await page('limit=500');
      expect(new Set(data.map(({ id }) => id)).size).toBe(500);
    });

    it('filters by type, by part of the step and by text, and sorts', async () => {
      harness.control.append('demo', [
        { message: 'Reading the plan', step: 'Planning', type: 'thinking' },
        { message: 'wrote a.ts', step: 'implementation', type: 'coding' },
        { message: 'plan failed', step: 'planning-2', level: 'error' },
        { message: 'all green', step: 'check', type: 'success' },
      ]);
      expect(await texts('log_type=thinking')).toEqual(['Reading the plan']);
      expect(await texts('step_name=PLAN&sort_order=asc')).toEqual(['Reading the plan', 'plan failed']);
      expect(await texts('search=Plan&log_type=error')).toEqual(['plan failed']);
      expect(await texts('sort_by=step_name&sort_order=asc')).toEqual([
        'Reading the plan',
        'all green',
        'wrote a.ts',
        'plan failed',
      ]);
      expect(await texts('sort_by=log_type&sort_order=desc')).toEqual([
        'Reading the plan',
        'all green',
        'plan failed',
        'wrote a.ts',
      ]);
    });

    it('takes `since` exclusively, in any zone', async () => {
      harness.control.append('demo', [
        { message: 'a', timestamp: '2026-03-01T10:00:00.000001Z' },
        { message: 'b', timestamp: '2026-03-01T10:00:00.000002Z' },
        { message: 'c', timestamp: '2026-03-01T10:00:00.000002Z' },
        { message: 'd', timestamp: '2026-03-01T10:00:00.000003Z' },
      ]);
      expect(await texts('since=2026-03-01T10:00:00.000001Z&sort_order=asc')).toEqual(['b', 'c', 'd']);
      expect(await texts('since=2026-03-01T12:00:00.000002%2B02:00')).toEqual(['d']);
      expect(await texts('since=2026-03-01T10:00:00.000002')).toEqual(['d']);
      harness.control.setVariants({ codespace: { sinceInclusive: true } });
      expect(await texts('since=2026-03-01T10:00:00.000002Z&sort_order=asc')).toEqual(['b', 'c', 'd']);
    });

    it.each([
      ['limit=0', 'limit'],
      ['limit=501', 'limit'],
      ['limit=ten', 'limit'],
      ['offset=-1', 'offset'],
      ['log_type=warning', 'log_type'],
      ['sort_by=message', 'sort_by'],
      ['sort_order=up', 'sort_order'],
      ['since=yesterday', 'since'],
      ['since=2026-03-01T12:00:00+02:00', 'since'],
    ])('answers 422 to %s', async (query, parameter) => {
      const response = await harness.fetch(`${list}?${query}`, auth);
      expect(response.status).toBe(422);
      expect(await response.json()).toEqual({
        detail: [{ loc: ['query', parameter], msg: expect.any(String), type: expect.any(String) }],
      });
    });

    it('answers 401 without an accepted bearer, 403 where frameworks do, 404 to an unknown task', async () => {
      for (const headers of [{}, { Authorization: 'Bearer nope' }, { Authorization: 'Basic dGFpbHJhY2U=' }]) {
        const response = await harness.fetch(list, { headers });
        expect(response.status).toBe(401);
        expect(response.headers.get('www-authenticate')).toBe('Bearer');
      }
      harness.control.setVariants({ codespace: { unauthorized: 403 } });
      expect((await harness.fetch(list)).status).toBe(403);
      const unknown = await harness.fetch('/codespace/task/nothing/logs', auth);
      expect(unknown.status).toBe(404);
      expect(await unknown.json()).toEqual({ detail: 'Task not found or access denied' });
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
      expect((await harness.fetch(list, auth)).headers.get('access-control-allow-origin')).toBe('*');
      expect((await harness.fetch(list)).headers.get('access-control-allow-origin')).toBe('*');
    });
  });

  describe('the stream', () => {
    it('has the headers that keep proxies from holding it back', async () => {
      const response = await harness.fetch(stream, auth);
      expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
      expect(response.headers.get('cache-control')).toBe('no-cache, no-transform');
      expect(response.headers.get('x-accel-buffering')).toBe('no');
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      await response.body?.cancel();
    });

    it('replays oldest first, follows, and completes after the last line', async () => {
      harness.control.append('demo', 3);
      const reader = await follow();
      await expect.poll(() => reader.messages).toEqual(['line 1', 'line 2', 'line 3']);
      harness.control.append('demo', 2);
      harness.control.complete('demo');
      expect(await reader.ended).toBeUndefined();
      expect(reader.messages).toEqual(['line 1', 'line 2', 'line 3', 'line 4', 'line 5']);
      expect(reader.events.at(-1)).toEqual({ event: 'complete', data: { message: expect.any(String) } });
    });

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

    it('starts after `since`; with `liveOnly` a stream without one starts at now', async () => {
      harness.control.append('demo', 5);
      const { data } = await page('sort_order=asc');
      const reader = await follow(`since=${encodeURIComponent(data[2]?.created_at ?? '')}`);
      await expect.poll(() => reader.messages).toEqual(['line 4', 'line 5']);
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

    it('beats, and says when its time is over', async () => {
      await open({ variants: { codespace: { heartbeatMs: 5, timeoutUnit: 10, retryMs: 1234 } } });
      const reader = await follow('timeout=30');
      expect(await reader.ended).toBeUndefined();
      expect(reader.retry).toBe(1234);
      expect(reader.named('heartbeat')[0]).toEqual({ timestamp: expect.stringMatching(/Z$/) });
      expect(reader.events.at(-1)).toEqual({ event: 'timeout', data: { message: 'Stream timeout reached' } });
    });

    it.each([['timeout=29'], ['timeout=1801'], ['timeout=soon'], ['since=now']])(
      'answers 422 to %s',
      async (query) => {
        expect((await harness.fetch(`${stream}?${query}`, auth)).status).toBe(422);
      },
    );

    it('answers 401, and 404 or an error event to an unknown task', async () => {
      expect((await harness.fetch(stream)).status).toBe(401);
      expect((await harness.fetch('/codespace/task/nothing/logs/stream', auth)).status).toBe(404);
      harness.control.setVariants({ codespace: { unknownTask: 'error-event' } });
      const response = await harness.fetch('/codespace/task/nothing/logs/stream', auth);
      expect(response.status).toBe(200);
      const reader = new EventReader(response);
      expect(await reader.ended).toBeUndefined();
      expect(reader.events).toEqual([{ event: 'error', data: { error: 'Task not found or access denied' } }]);
    });

    it('completes at once on a task that has ended', async () => {
      harness.control.append('demo', 2);
      harness.control.complete('demo', 'failed', 1);
      const reader = await follow();
      await reader.ended;
      expect(reader.events.map(({ event }) => event)).toEqual(['log', 'log', 'complete']);
    });
  });
});
