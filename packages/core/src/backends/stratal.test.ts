import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { LogSource, PageRequest, Signal } from './source.js';
import { stratal } from './stratal.js';
import type { StratalLog } from './stratal-message.js';
import { decodeBoth } from './testing/decode-both.js';
import { drain } from './testing/drain.js';

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
  decodeBoth(source, { data, ...(event === undefined ? {} : { event }) }, 'websocket');
const texts = (signals: readonly Signal<StratalLog>[]): string[] =>
  signals.map((signal) => (signal.type === 'line' ? signal.line.message : signal.type));

describe('a live payload', () => {
  const job = jobs.jobRun('j1');

  it('may contain one log, a list of them, or one per line', () => {
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

  it('loses no line to a malformed one next to it', () => {
    const data = [JSON.stringify(live()), '{"broken', '7', JSON.stringify([live(), null])].join('\n');
    expect(texts(decode(job, data))).toEqual(['hello', 'malformed', 'malformed', 'hello', 'malformed']);
    expect(texts(decode(job, '{"type":"ping"}\n{"half":'))).toEqual(['heartbeat', 'malformed']);
  });

  it('is a log without a timestamp or without a type, but not without both', () => {
    expect(texts(decode(job, JSON.stringify(live({ timestamp: null }))))).toEqual(['hello']);
    expect(texts(decode(job, JSON.stringify(live({ type: undefined }))))).toEqual(['hello']);
    expect(texts(decode(job, JSON.stringify(live({ type: '' }))))).toEqual(['hello']);
    expect(texts(decode(job, JSON.stringify(live({ type: undefined, timestamp: '' }))))).toEqual(['unknown']);
  });

  it('belongs to the run, even if the run’s id is a number that parsing rounds', () => {
    const id = '1234567890123456789';
    const data = JSON.stringify(live({ job_run_id: 0 })).replace('"job_run_id":0', `"job_run_id":${id}`);
    const [signal] = decode(jobs.jobRun(id), data);
    expect(signal).toMatchObject({ type: 'line', line: { labels: { job_run_id: id } } });
  });

  it('recognises an error', () => {
    expect(decode(job, '{"type":"error","error":"too many listeners"}')).toMatchObject([
      { type: 'fatal', error: { kind: 'rejected', message: expect.stringContaining('too many listeners') } },
    ]);
  });
});

describe('a row, which has no task name', () => {
  const row = { id: 7, ...live(), message: 'missed' };
  const nameOf = (source: LogSource<StratalLog>): string | undefined =>
    drain(source.catchUp?.({ delivered: 0 }) as PageRequest<StratalLog>, () => ({
      logs: [row],
    })).pages.flatMap(({ lines }) => lines)[0]?.labels['task_name'];

  it('has the name that a live log of its task run had before', () => {
    const job = jobs.jobRun('j1');
    expect(nameOf(job)).toBeUndefined();
    decode(job, JSON.stringify(live({ task_run_id: 't2', task_name: 'pack' })));
    expect(nameOf(job)).toBeUndefined();
    decode(job, JSON.stringify(live({ task_name: 'fetch' })));
    expect(nameOf(job)).toBe('fetch');
  });

  it('is named in the log of a task run, too', () => {
    const task = jobs.taskRun('t1');
    decode(task, JSON.stringify(live({ task_name: 'fetch' })));
    expect(nameOf(task)).toBe('fetch');
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

  it("requests only one run's stream if possible", () => {
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

  it('tries the configured transport first', () => {
    expect(stratal({ baseUrl: BASE, transport: 'polling' }).all().transports).toEqual([
      'polling',
      'websocket',
      'sse',
    ]);
    expect(() => stratal({ baseUrl: BASE, transport: 'pigeon' as 'sse' })).toThrow(
      /transport must be one of/,
    );
  });

  it('reads the lists that it consists of', () => {
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

  it('has a download for a job run only', () => {
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

describe('the typed methods of stratal', () => {
  const answering = (body: unknown) => vi.fn<typeof fetch>(() => Promise.resolve(Response.json(body)));
  const row = {
    id: 1,
    task_run_id: null,
    timestamp: '2026-01-15T10:30:45Z',
    stream: 'stdout',
    message: 'hello',
  };
  const answer = { logs: [row, 'bad'], pagination: { total: 250, limit: 100, offset: 20, count: 2 } };

  it("return the server's rows", async () => {
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

  it('fill in missing paging information, except for the total', async () => {
    const reads = stratal({ baseUrl: BASE, fetch: answering({ logs: [row] }) });
    expect((await reads.taskRunLogs('t1')).pagination).toEqual({ limit: 1, offset: 0, count: 1 });
  });

  it('return the number of connected clients', async () => {
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

  it('refuse arguments that the server would silently change', async () => {
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
