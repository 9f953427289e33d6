import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { DecodedLine } from '../entry.js';
import type { LogSource, PageRequest, Signal } from './source.js';
import { stratal } from './stratal.js';
import type { StratalLog } from './stratal-message.js';
import { mergeByTime } from './stratal-merge.js';
import { drain, messagesOf, numberIn } from './testing/drain.js';
import { listServer, rowTime } from './testing/list-server.js';

const BASE = 'http://localhost:8080';
const jobs = stratal({ baseUrl: BASE, token: 'secret' });
const live = (change: Record<string, unknown> = {}): Record<string, unknown> => ({
  type: 'task',
  job_run_id: 'j1',
  task_run_id: 't1',
  timestamp: '2026-01-15T10:30:45.123Z',
  level: 'info',
  stream: 'stdout',
  message: 'hello',
  ...change,
});
const decode = (source: LogSource<StratalLog>, data: string, event?: string): readonly Signal<StratalLog>[] =>
  source.decode({ data, ...(event === undefined ? {} : { event }) }, 'websocket');
const texts = (signals: readonly Signal<StratalLog>[]): string[] =>
  signals.map((signal) => (signal.type === 'line' ? signal.line.message : signal.type));

describe('a live payload', () => {
  const job = jobs.jobRun('j1');

  it('may hold one log, a list of them, or one a line', () => {
    const logs = fc.array(fc.record({ message: fc.string(), stream: fc.constantFrom('stdout', 'stderr') }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(logs, fc.boolean(), (records, spaced) => {
        const values = records.map((record) => live(record));
        const wanted = records.map(({ message }) => message);
        expect(texts(decode(job, JSON.stringify(values)))).toEqual(wanted);
        expect(
          texts(decode(job, values.map((value) => JSON.stringify(value)).join(spaced ? '\r\n\n' : '\n'))),
        ).toEqual(wanted);
        expect(texts(decode(job, `${JSON.stringify(values, null, 2)}\n`))).toEqual(wanted);
        expect(texts(decode(job, JSON.stringify(values[0], null, 2)))).toEqual([wanted[0]]);
      }),
    );
  });

  it('loses no line to a bad one beside it', () => {
    const data = [JSON.stringify(live()), '{"broken', '7', JSON.stringify([live(), null])].join('\n');
    expect(texts(decode(job, data))).toEqual(['hello', 'malformed', 'malformed', 'hello', 'malformed']);
    expect(texts(decode(job, '{"type":"ping"}\n{"half":'))).toEqual(['heartbeat', 'malformed']);
  });

  it('is a log without a stamp or a type, but not without both', () => {
    expect(texts(decode(job, JSON.stringify(live({ timestamp: null }))))).toEqual(['hello']);
    expect(texts(decode(job, JSON.stringify(live({ type: undefined }))))).toEqual(['hello']);
    expect(texts(decode(job, JSON.stringify(live({ type: '' }))))).toEqual(['hello']);
    expect(texts(decode(job, JSON.stringify(live({ type: undefined, timestamp: '' }))))).toEqual(['unknown']);
  });

  it('takes an error in words for one', () => {
    expect(decode(job, '{"type":"error","error":"too many listeners"}')).toMatchObject([
      { type: 'fatal', error: { kind: 'rejected', message: expect.stringContaining('too many listeners') } },
    ]);
  });
});

describe('a source', () => {
  const other = live({ job_run_id: 'j2', task_run_id: 't2' });
  const system = live({ type: 'system', job_run_id: '', task_run_id: undefined, stream: 'system' });
  const legacy = live({ type: undefined, task_run_id: undefined });

  it.each([
    ['job run', jobs.jobRun('j1'), ['hello', 'ignored', 'ignored', 'hello']],
    ['task run', jobs.taskRun('t1'), ['hello', 'ignored', 'ignored', 'ignored']],
    ['system', jobs.system(), ['ignored', 'ignored', 'hello', 'ignored']],
    ['task type', jobs.type('task'), ['hello', 'hello', 'ignored', 'ignored']],
    ['job type', jobs.type('job'), ['ignored', 'ignored', 'ignored', 'hello']],
    ['all', jobs.all(), ['hello', 'hello', 'hello', 'hello']],
  ] as const)('of a %s picks its lines from a shared channel', (_name, source, wanted) => {
    expect(
      texts([live(), other, system, legacy].flatMap((log) => decode(source, JSON.stringify(log)))),
    ).toEqual(wanted);
  });

  it('asks the server for one run where it can', () => {
    expect(jobs.jobRun('a+b').live('websocket', undefined)).toEqual({
      url: `${BASE}/api/v1/logs/stream/ws?job_run_id=a%2Bb`,
      token: { query: 'token' },
    });
    expect(jobs.all().live('sse', undefined)).toEqual({
      url: `${BASE}/api/v1/logs/stream/sse`,
      token: 'header',
    });
    expect(jobs.taskRun('t1').live('sse', undefined).url).toBe(`${BASE}/api/v1/logs/stream/sse`);
  });

  it('tries the transport first that it is told to', () => {
    expect(stratal({ baseUrl: BASE, transport: 'polling' }).all().transports).toEqual([
      'polling',
      'websocket',
      'sse',
    ]);
    expect(() => stratal({ baseUrl: BASE, transport: 'pigeon' as 'sse' })).toThrow(
      /transport must be one of/,
    );
  });

  it('reads the lists that it is about', () => {
    const path = (request: PageRequest | undefined): string => new URL((request as PageRequest).url).pathname;
    const start = { lines: 10 };
    expect(path(jobs.jobRun('j1').start?.(start))).toBe('/api/v1/logs/job-runs/j1');
    expect(path(jobs.taskRun('t1').start?.(start))).toBe('/api/v1/logs/task-runs/t1');
    expect(path(jobs.system().start?.(start))).toBe('/api/v1/logs/system');
    expect(path(jobs.type('system').start?.(start))).toBe('/api/v1/logs/system');
    expect(path(jobs.type('job').start?.(start))).toBe('/api/v1/logs/type/job');
    expect(path(jobs.jobRun('j1').probe?.())).toBe('/api/v1/logs/job-runs/j1');
    expect(path(jobs.all().probe?.())).toBe('/api/v1/logs/stream/status');
  });

  it('takes a missing list of a Go server for an empty one', () => {
    const { pages } = drain(jobs.jobRun('j1').catchUp?.({ delivered: 0 }) as PageRequest, () => ({
      logs: null,
    }));
    expect(messagesOf(pages)).toEqual([]);
  });

  it('knows the download of a job run, and of nothing else', () => {
    expect(jobs.jobRun('j/1').download?.()).toEqual({
      url: `${BASE}/api/v1/logs/job-runs/j%2F1/download`,
      token: 'header',
      filename: 'j_1.log',
    });
    expect(jobs.jobRun('j1').download?.({ date: '2026-01-15' })).toMatchObject({
      url: `${BASE}/api/v1/logs/job-runs/j1/download?date=2026-01-15`,
      filename: 'j1-2026-01-15.log',
    });
    expect(() => jobs.jobRun('j1').download?.({ date: 'today' })).toThrow(/date must be a day/);
    for (const source of [jobs.all(), jobs.taskRun('t1'), jobs.system()])
      expect(source.download).toBeUndefined();
  });
});

describe('the logs of all runs', () => {
  const servers = (newestFirst: boolean) => {
    const lists: Record<string, (url: string) => unknown> = {
      system: listServer({ size: 50, perTick: 1, step: 97, name: 'system', newestFirst }),
      job: listServer({ size: 300, perTick: 1, step: 17, name: 'job', newestFirst }),
      task: listServer({ size: 2_500, perTick: 1, step: 2, name: 'task', newestFirst }),
    };
    return (url: string): unknown =>
      (lists[new URL(url).pathname.split('/').at(-1) as string] as (url: string) => unknown)(url);
  };
  /** All rows by time; of equal times system before job before task. */
  const everything = [
    ...Array.from({ length: 50 }, (_, n) => ({
      message: `system ${n}`,
      time: rowTime(n, { perTick: 1, step: 97 }),
    })),
    ...Array.from({ length: 300 }, (_, n) => ({
      message: `job ${n}`,
      time: rowTime(n, { perTick: 1, step: 17 }),
    })),
    ...Array.from({ length: 2_500 }, (_, n) => ({
      message: `task ${n}`,
      time: rowTime(n, { perTick: 1, step: 2 }),
    })),
  ].sort((a, b) => a.time - b.time);

  it.each([false, true])(
    'come from three lists as one, by time, whatever the order of the lists (newest first: %s)',
    (newestFirst) => {
      const start = drain(jobs.all().start?.({ lines: 1_000 }) as PageRequest, servers(newestFirst)).pages;
      expect(messagesOf(start)).toEqual(everything.slice(-1_000).map(({ message }) => message));
      expect(start.at(-1)?.truncated).toBe(true);
      expect(start.slice(0, -1).every((page) => page.lines.length === 0)).toBe(true);

      const sinceTime = rowTime(2_000, { perTick: 1, step: 2 });
      const cursor = { since: new Date(sinceTime).toISOString(), sinceTime, delivered: 5 };
      const missed = drain(jobs.all().catchUp?.(cursor) as PageRequest, servers(newestFirst)).pages;
      expect(messagesOf(missed)).toEqual(
        everything.filter(({ time }) => time >= sinceTime).map(({ message }) => message),
      );

      const older = drain(
        jobs.all().older?.({ oldest: undefined, newer: 100, limit: 50 }) as PageRequest,
        servers(newestFirst),
      ).pages;
      expect(messagesOf(older)).toEqual(everything.slice(-150).map(({ message }) => message));
    },
  );

  it('come in the order in which they were written, though more is written while the lists are read', () => {
    const kinds = ['system', 'job', 'task'] as const;
    const schedule = fc.record({
      before: fc.array(fc.nat(2), { maxLength: 300 }),
      during: fc.array(fc.array(fc.nat(2), { maxLength: 9 }), { maxLength: 12 }),
      perTick: fc.integer({ min: 1, max: 5 }),
      newestFirst: fc.boolean(),
      anonymous: fc.boolean(),
      lines: fc.integer({ min: 1, max: 400 }),
      since: fc.nat(),
    });
    fc.assert(
      fc.property(schedule, ({ before, during, perTick, newestFirst, anonymous, lines, since }) => {
        const table = [...before];
        const stamp = (n: number): string =>
          new Date(rowTime(n, { perTick })).toISOString().replace('Z', `${100 + (n % perTick)}Z`);
        const turns = [...during];
        const serve = (url: string): unknown => {
          const kind = kinds.findIndex((name) => new URL(url).pathname.endsWith(name));
          const rows = table.flatMap((of, n) => (of === kind ? [n] : []));
          if (newestFirst) rows.reverse();
          const [limit, offset] = [numberIn(url, 'limit', 100), numberIn(url, 'offset', 0)];
          const logs = rows.slice(offset, offset + limit).map((n) => ({
            ...(anonymous ? {} : { id: n + 1 }),
            timestamp: stamp(n),
            stream: 'stdout',
            message: `row ${n}`,
          }));
          const pagination = { total: rows.length, limit, offset, count: logs.length };
          table.push(...(turns.shift() ?? []));
          return { logs, pagination };
        };
        // Rows of one millisecond without ids do not tell which way they are sorted.
        if (anonymous && newestFirst) return;
        const got = (request: PageRequest | undefined): readonly number[] =>
          messagesOf(drain(request as PageRequest, serve).pages).map((message) => Number(message.slice(4)));
        const start = got(jobs.all().start?.({ lines }));
        const first = start[0] ?? 0;
        expect(start).toEqual(Array.from({ length: start.length }, (_, at) => first + at));
        expect(start.length).toBeGreaterThanOrEqual(Math.min(lines, before.length));

        const at = since % (table.length + 1);
        if (at === table.length) return;
        turns.push(...during);
        const cursor = { since: stamp(at), sinceTime: rowTime(at, { perTick }), delivered: 5 };
        const size = table.length;
        const missed = got(jobs.all().catchUp?.(cursor));
        const from = at - (at % perTick);
        expect(missed).toEqual(Array.from({ length: missed.length }, (_, n) => from + n));
        expect(from + missed.length).toBeGreaterThanOrEqual(size);
      }),
      { numRuns: 300 },
    );
  });

  it('are looked at once where nothing is new', () => {
    const cursor = {
      since:
        everything.at(-20)?.time === undefined
          ? ''
          : new Date(everything.at(-20)?.time as number).toISOString(),
      lastTimestamp: new Date(everything.at(-1)?.time as number).toISOString(),
      delivered: 5,
    };
    const quiet = drain(jobs.all().catchUp?.(cursor) as PageRequest, servers(false));
    expect(messagesOf(quiet.pages).at(-1)).toBe(everything.at(-1)?.message);
    const { lastTimestamp: _, ...unknown } = cursor;
    const news = drain(jobs.all().catchUp?.(unknown) as PageRequest, servers(false));
    expect(messagesOf(news.pages)).toEqual(messagesOf(quiet.pages));
    expect(quiet.urls.length).toBeLessThan(news.urls.length);
  });

  it('are complete when they are fewer than asked for', () => {
    const start = drain(jobs.all().start?.({ lines: 5_000 }) as PageRequest, servers(true)).pages;
    expect(messagesOf(start)).toEqual(everything.map(({ message }) => message));
    expect(start.some((page) => page.truncated)).toBe(false);
    expect(start.at(-1)?.total).toBe(2_850);
  });

  it('say which list a row came from', () => {
    const { pages } = drain(jobs.all().start?.({ lines: 5_000 }) as PageRequest, servers(false));
    const types = new Set(
      pages.flatMap((page) =>
        page.lines.map((line) => `${line.message.split(' ')[0]} ${line.labels['type']}`),
      ),
    );
    expect(types).toEqual(new Set(['system system', 'job job', 'task task']));
  });

  it('count what none of the lists could say', () => {
    const { pages } = drain(jobs.all().start?.({ lines: 10 }) as PageRequest, () => ({ logs: [null] }));
    expect(pages.flatMap((page) => page.malformed)).toHaveLength(3);
  });
});

describe('mergeByTime', () => {
  const line = (time: number | undefined, message: string): DecodedLine => ({
    level: 'info',
    message,
    labels: {},
    raw: null,
    ...(time === undefined ? {} : { time }),
  });

  it('keeps every line, and the order within each list, whatever the times', () => {
    const list = fc.array(fc.option(fc.nat(20), { nil: undefined }));
    fc.assert(
      fc.property(fc.array(list, { maxLength: 4 }), (times) => {
        const lists = times.map((list, which) => list.map((time, at) => line(time, `${which}/${at}`)));
        const merged = mergeByTime(lists);
        expect(merged).toHaveLength(lists.flat().length);
        lists.forEach((list, which) => {
          expect(merged.filter(({ message }) => message.startsWith(`${which}/`))).toEqual(list);
        });
      }),
    );
  });

  it('sorts lists that are sorted', () => {
    const sorted = fc.array(fc.nat(20)).map((times) => [...times].sort((a, b) => a - b));
    fc.assert(
      fc.property(fc.array(sorted, { maxLength: 4 }), (times) => {
        const merged = mergeByTime(times.map((list) => list.map((time) => line(time, ''))));
        expect(merged.map(({ time }) => time)).toEqual(times.flat().sort((a, b) => a - b));
      }),
    );
  });
});

describe('the typed reads of stratal', () => {
  const answering = (body: unknown) => vi.fn<typeof fetch>(() => Promise.resolve(Response.json(body)));
  const row = {
    id: 1,
    task_run_id: null,
    timestamp: '2026-01-15T10:30:45Z',
    stream: 'stdout',
    message: 'hello',
  };
  const answer = { logs: [row, 'bad'], pagination: { total: 250, limit: 100, offset: 20, count: 2 } };

  it('answer with the rows of the server', async () => {
    const fetch = answering(answer);
    const reads = stratal({ baseUrl: BASE, token: 'secret', fetch });
    const page = { ...answer, logs: [row], malformed: [{ reason: 'a log must be an object', data: 'bad' }] };
    expect(await reads.jobRunLogs('j1', { limit: 100, offset: 20 })).toEqual(page);
    expect(await reads.taskRunLogs('t1')).toEqual(page);
    expect(await reads.systemLogs({ limit: 50, offset: 0 })).toEqual(page);
    expect(await reads.logsByType('task', { limit: 1_000 })).toEqual(page);
    expect(fetch.mock.calls.map(([url]) => (url as string).slice(BASE.length))).toEqual([
      '/api/v1/logs/job-runs/j1?limit=100&offset=20',
      '/api/v1/logs/task-runs/t1',
      '/api/v1/logs/system?limit=50&offset=0',
      '/api/v1/logs/type/task?limit=1000',
    ]);
    for (const [, init] of fetch.mock.calls)
      expect(init?.headers).toMatchObject({ Authorization: 'Bearer secret' });
  });

  it('fill in the paging that a server leaves out, but no total', async () => {
    const reads = stratal({ baseUrl: BASE, fetch: answering({ logs: [row] }) });
    expect((await reads.taskRunLogs('t1')).pagination).toEqual({ limit: 1, offset: 0, count: 1 });
  });

  it('tell who listens', async () => {
    const status = {
      status: 'active',
      connections: {
        global: { websocket: 3, sse: 2 },
        jobs: { j1: { websocket: 1, sse: 'many' }, ['__proto__']: { websocket: 1, sse: 1 } },
      },
    };
    const read = await stratal({ baseUrl: BASE, fetch: answering(status) }).streamingStatus();
    expect(read).toMatchObject({ status: 'active', connections: { global: { websocket: 3, sse: 2 } } });
    expect(Object.entries(read.connections.jobs)).toEqual([
      ['j1', { websocket: 1, sse: 0 }],
      ['__proto__', { websocket: 1, sse: 1 }],
    ]);
  });

  it('refuse what the server would replace, before anything is sent', async () => {
    const fetch = answering(answer);
    const reads = stratal({ baseUrl: BASE, fetch });
    await expect(reads.jobRunLogs('j1', { limit: 1_001 })).rejects.toThrow(
      /limit must be a whole number from 1 to 1000/,
    );
    await expect(reads.systemLogs({ offset: -1 })).rejects.toThrow(/offset must be/);
    await expect(reads.logsByType('audit' as 'job')).rejects.toThrow(/type must be one of system, job, task/);
    await expect(reads.jobRunLogs('')).rejects.toThrow(/job run id is missing/);
    expect(fetch).not.toHaveBeenCalled();
  });
});
