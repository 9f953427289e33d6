import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStore } from '../store/store.js';
import { EventReader } from '../testing/event-reader.js';
import { httpDrivers } from '../testing/drivers.js';
import type { Driver, Harness } from '../testing/drivers.js';

interface Logs {
  run_id: string;
  logs: { timestamp: string; level: string; message: string }[];
  total_lines: number;
  truncated: boolean;
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
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    return new EventReader(response);
  };

  beforeEach(async () => {
    harness = await driver.open();
  });
  afterEach(async () => {
    await harness.close();
  });

  it.each(['queued', 'running', 'completed', 'failed', 'cancelled'] as const)(
    'tells of a run that is %s',
    async (status) => {
      harness.store.run('demo')?.setStatus(status);
      const response = await harness.fetch('/api/runs/demo');
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({
        run_id: 'demo',
        status,
        created_at: expect.stringMatching(/Z$/),
      });
    },
  );

  it('has the newest 500 lines, oldest first, and says that older ones exist', async () => {
    harness.control.append('demo', 600);
    const answer = await logs();
    expect(answer).toMatchObject({ run_id: 'demo', total_lines: 600, truncated: true });
    expect(answer.logs).toHaveLength(500);
    expect(answer.logs[0]).toEqual({
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      level: 'INFO',
      message: 'line 101',
    });
    expect(answer.logs.at(-1)?.message).toBe('line 600');
    expect(await logs('tail=600')).toMatchObject({ truncated: false });
    expect(await texts('tail=2')).toEqual(['line 599', 'line 600']);
  });

  it('names the levels its own way', async () => {
    harness.control.append(
      'demo',
      (['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const).map((level) => ({
        message: level,
        level,
      })),
    );
    const { logs: rows } = await logs();
    expect(rows.map(({ level }) => level)).toEqual([
      'DEBUG',
      'DEBUG',
      'INFO',
      'WARNING',
      'ERROR',
      'CRITICAL',
    ]);
  });

  it('takes `since` exclusively and of what follows only the newest `tail`', async () => {
    harness.control.append('demo', [
      { message: 'a', timestamp: '2026-03-01T10:00:00.000001Z' },
      { message: 'b', timestamp: '2026-03-01T10:00:00.000002Z' },
      { message: 'b', timestamp: '2026-03-01T10:00:00.000002Z' },
      { message: 'c', timestamp: '2026-03-01T10:00:00.000003Z' },
    ]);
    const since = 'since=2026-03-01T10:00:00.000001Z';
    expect(await texts(since)).toEqual(['b', 'b', 'c']);
    expect(await logs(since)).toMatchObject({ truncated: true, total_lines: 4 });
    expect(await texts(`${since}&tail=1`)).toEqual(['c']);
    expect(await texts('since=2026-03-01T10:00:00.000003Z')).toEqual([]);
    harness.control.setVariants({ prismq: { sinceInclusive: true } });
    expect(await texts(since)).toEqual(['a', 'b', 'b', 'c']);
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

  it.each([['tail=0'], ['tail=-5'], ['tail=all'], ['since=never'], ['since=2026-03-01T12:00:00+02:00']])(
    'answers 422 to %s',
    async (query) => {
      const response = await harness.fetch(`/api/runs/demo/logs?${query}`);
      expect(response.status).toBe(422);
      expect(await response.json()).toEqual({
        detail: [{ loc: ['query', query.split('=')[0]], msg: expect.any(String), type: expect.any(String) }],
      });
    },
  );

  it.each(['', '/logs', '/logs/stream', '/logs/download'])(
    'answers 404 to an unknown run%s',
    async (path) => {
      const response = await harness.fetch(`/api/runs/nothing${path}`);
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({ detail: expect.stringContaining('nothing') });
    },
  );

  it('asks for a token only when told to', async () => {
    await open({ tokens: { prismq: ['secret'] } });
    expect((await harness.fetch('/api/runs/demo')).status).toBe(401);
    const headers = { Authorization: 'Bearer secret' };
    expect((await harness.fetch('/api/runs/demo', { headers })).status).toBe(200);
  });

  it('downloads the whole log as a text file, longer than memory or not', async () => {
    harness.control.append('demo', 12_000);
    harness.control.append('demo', 'Grüße \u001b[31mrot\u001b[0m');
    const response = await harness.fetch('/api/runs/demo/logs/download');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="demo.log"');
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const text = await response.text();
    expect(response.headers.get('content-length')).toBe(String(new TextEncoder().encode(text).byteLength));
    const lines = text.split('\n');
    expect(lines).toHaveLength(12_002);
    expect(lines[0]).toBe('line 1');
    expect(lines.slice(-2)).toEqual(['Grüße \u001b[31mrot\u001b[0m', '']);
  });

  it('downloads nothing of a run that has written nothing', async () => {
    const response = await harness.fetch('/api/runs/demo/logs/download');
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });

  it('streams the buffer, then what comes, then the status', async () => {
    harness.control.append('demo', ['same', 'same']);
    const reader = await follow();
    await expect.poll(() => reader.messages).toEqual(['same', 'same']);
    harness.control.append('demo', 'new');
    await expect.poll(() => reader.messages).toEqual(['same', 'same', 'new']);
    expect(reader.named('log')).toEqual((await logs()).logs);
    harness.control.complete('demo', 'cancelled');
    expect(await reader.ended).toBeUndefined();
    expect(reader.events.at(-1)).toEqual({ event: 'complete', data: { status: 'cancelled' } });
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

  it('says errors in an event: of an unknown run where variants want it, and of its own', async () => {
    harness.control.setVariants({ prismq: { unknownRun: 'error-event' } });
    const unknown = new EventReader(await harness.fetch('/api/runs/nothing/logs/stream'));
    await unknown.ended;
    expect(unknown.events).toEqual([{ event: 'error', data: { error: 'Run not found' } }]);
    const reader = await follow();
    expect(harness.control.fail('the disk is full', { backend: 'prismq' })).toBe(1);
    await reader.ended;
    expect(reader.events).toEqual([{ event: 'error', data: { error: 'the disk is full' } }]);
  });

  it('keeps a quiet line open with comments', async () => {
    await open({ variants: { prismq: { heartbeatMs: 5, retryMs: 2500 } } });
    const reader = await follow();
    await expect.poll(() => reader.comments).toContain('keep-alive');
    expect(reader.retry).toBe(2500);
    expect(reader.events).toEqual([]);
  });
});
