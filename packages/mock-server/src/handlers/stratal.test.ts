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

  it('lists job and task rows of a run, oldest first', async () => {
    harness.control.append('demo', [
      { message: 'job started' },
      {
        message: 'request done',
        task: 'fetch',
        stream: 'stderr',
        level: 'warn',
        metadata: { status_code: 200 },
      },
    ]);
    const { logs, pagination } = await rows('/job-runs/demo');
    expect(pagination).toEqual({ total: 2, limit: 100, offset: 0, count: 2 });
    const timestamp = expect.stringMatching(/^\d{4}-.*\.\d{6}Z$/);
    const task = taskRunIdOf('demo', 'fetch');
    expect(logs).toEqual([
      {
        id: 1,
        type: 'job',
        job_run_id: 'demo',
        task_run_id: null,
        timestamp,
        level: 'info',
        stream: 'stdout',
        message: 'job started',
        metadata: null,
      },
      {
        id: 2,
        type: 'task',
        job_run_id: 'demo',
        task_run_id: task,
        timestamp,
        level: 'warn',
        stream: 'stderr',
        message: 'request done',
        metadata: { status_code: 200 },
      },
    ]);
    expect(await texts(`/task-runs/${task}`)).toEqual(['request done']);
    harness.control.setVariants({ stratal: { taskRunPagination: false } });
    expect(Object.keys(await rows(`/task-runs/${task}`))).toEqual(['logs']);
  });

  it('pages, caps the limit at 1,000 and replaces bad numbers', async () => {
    harness.control.append('demo', 1_200);
    expect(await texts('/job-runs/demo?limit=2&offset=1198')).toEqual(['line 1199', 'line 1200']);
    expect((await rows('/job-runs/demo?limit=5000')).pagination).toEqual({
      total: 1200,
      limit: 1000,
      offset: 0,
      count: 1000,
    });
    for (const bad of ['limit=0', 'limit=-1', 'limit=many', 'offset=-3', 'offset=x', 'limit=']) {
      expect((await rows(`/job-runs/demo?${bad}`)).pagination).toEqual({
        total: 1200,
        limit: 100,
        offset: 0,
        count: 100,
      });
    }
    expect((await rows('/job-runs/demo?offset=5000')).pagination).toMatchObject({ count: 0 });
  });

  it('lists by type over all runs in the order of writing', async () => {
    harness.store.createRun({ id: 'other' });
    harness.control.append('demo', { message: 'one', task: 'a' });
    harness.control.append('other', { message: 'two', task: 'a' });
    harness.control.append('demo', 'three');
    harness.control.append('system', 'four');
    harness.control.append('demo', { message: 'five', task: 'b' });
    expect(await texts('/type/task')).toEqual(['one', 'two', 'five']);
    expect(await texts('/type/job')).toEqual(['three']);
    expect(await texts('/type/system')).toEqual(['four']);
    expect((await rows('/system?limit=50&offset=0')).logs).toMatchObject([
      { type: 'system', job_run_id: null, task_run_id: null, stream: 'system', message: 'four' },
    ]);
    expect((await harness.fetch('/api/v1/logs/type/other')).status).toBe(400);
    harness.control.setVariants({ stratal: { newestFirst: true } });
    expect(await texts('/type/task')).toEqual(['five', 'two', 'one']);
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

  it('answers 404 to an unknown run, or an empty list', async () => {
    for (const path of ['/job-runs/nothing', '/task-runs/nothing', '/job-runs/nothing/download']) {
      expect((await harness.fetch(`/api/v1/logs${path}`)).status).toBe(404);
    }
    harness.control.setVariants({ stratal: { unknownRun: 'empty' } });
    expect((await rows('/job-runs/nothing')).logs).toEqual([]);
    expect((await rows('/task-runs/nothing')).logs).toEqual([]);
  });

  it('downloads a log, whole or of a day', async () => {
    harness.control.append('demo', [
      { message: 'before midnight', at: Date.UTC(2026, 4, 1, 23, 59, 59) },
      { message: 'after midnight', at: Date.UTC(2026, 4, 2) },
      { message: 'later', at: Date.UTC(2026, 4, 2, 12) },
    ]);
    const get = (query = '') => harness.fetch(`/api/v1/logs/job-runs/demo/download${query}`);
    const whole = await get();
    expect(whole.headers.get('content-disposition')).toBe('attachment; filename="demo.log"');
    expect(await whole.text()).toBe('before midnight\nafter midnight\nlater\n');
    const day = await get('?date=2026-05-02');
    expect(day.headers.get('content-disposition')).toBe('attachment; filename="demo-2026-05-02.log"');
    expect(await day.text()).toBe('after midnight\nlater\n');
    expect((await get('?date=2026-05-03')).status).toBe(404);
    expect((await get('?date=yesterday')).status).toBe(400);
    expect((await get('?date=2026-13-40')).status).toBe(400);
  });

  it('streams one run from now on, without ids', async () => {
    harness.store.createRun({ id: 'other' });
    harness.control.append('demo', 'past');
    const reader = await follow('?job_run_id=demo');
    harness.control.append('other', 'not mine');
    harness.control.append('demo', { message: 'mine', task: 'a', metadata: { n: 1 } });
    await expect
      .poll(() => reader.named('log'))
      .toEqual([
        {
          type: 'task',
          job_run_id: 'demo',
          task_run_id: taskRunIdOf('demo', 'a'),
          task_name: 'a',
          timestamp: expect.stringMatching(/Z$/),
          level: 'info',
          stream: 'stdout',
          message: 'mine',
          metadata: { n: 1 },
        },
      ]);
  });

  it('streams a run that is yet to come, and does not end with it', async () => {
    const reader = await follow('?job_run_id=later');
    harness.store.createRun({ id: 'later' }).append('here I am');
    harness.control.complete('later');
    harness.store.run('later')?.append('after the end');
    await expect.poll(() => reader.messages).toEqual(['here I am', 'after the end']);
  });

  it('streams everything, the system too', async () => {
    const reader = await follow();
    harness.control.append('demo', 'job');
    harness.control.append('system', { message: 'sys', level: 'fatal' });
    await expect.poll(() => reader.messages).toEqual(['job', 'sys']);
    expect(reader.named('log')[1]).toEqual({
      type: 'system',
      timestamp: expect.any(String),
      level: 'error',
      stream: 'system',
      message: 'sys',
    });
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
