import { taskRunIdOf } from '../../sessions/stratal-message.js';
import type { Harness } from '../drivers.js';
import { both, lines, numbered, stamp, text } from './row.js';
import type { Endpoint, RestRow, Row } from './row.js';

const task = taskRunIdOf('demo', 'fetch');
const job = { message: 'job started' };
const request = {
  message: 'request done',
  task: 'fetch',
  stream: 'stderr',
  level: 'warn',
  metadata: { code: 200 },
} as const;
/** A system line, two of one run, one of another. */
const mixed = ({ control, store }: Harness): void => {
  store.createRun({ id: 'other' });
  control.append('system', 'server started');
  control.append('demo', [job, request]);
  control.append('other', [{ message: 'elsewhere', task: 'fetch' }, 'other job']);
};
const row = (id: number, rest: Record<string, unknown>) => ({
  id,
  timestamp: stamp,
  level: 'info',
  stream: 'stdout',
  job_run_id: 'demo',
  task_run_id: null,
  metadata: null,
  ...rest,
});
const jobRow = row(2, { type: 'job', message: 'job started' });
const taskRow = row(3, {
  type: 'task',
  task_run_id: task,
  level: 'warn',
  stream: 'stderr',
  message: 'request done',
  metadata: { code: 200 },
});
const systemRow = row(1, { type: 'system', job_run_id: null, stream: 'system', message: 'server started' });

const live = (message: string, rest: Record<string, unknown> = {}) => ({
  type: 'job',
  job_run_id: 'demo',
  timestamp: stamp,
  level: 'info',
  stream: 'stdout',
  message,
  ...rest,
});
const liveTask = live('request done', {
  type: 'task',
  task_run_id: task,
  task_name: 'fetch',
  level: 'warn',
  stream: 'stderr',
  metadata: { code: 200 },
});
const liveSystem = {
  type: 'system',
  timestamp: stamp,
  level: 'info',
  stream: 'system',
  message: 'server started',
};

const pages = (write: (server: Harness) => void, last: number): RestRow[] => {
  const paged = (ask: string, pagination: Record<string, number>, messages: string[]): RestRow => ({
    says: `pages by ${ask || 'default'}`,
    ask,
    given: write,
    has: { pagination: { total: last, ...pagination } },
    messages,
  });
  const byDefault = { limit: 100, offset: 0, count: 100 };
  return [
    paged('', byDefault, numbered(1, 100)),
    paged('limit=2&offset=3', { limit: 2, offset: 3, count: 2 }, numbered(4, 5)),
    paged('limit=1000', { limit: 1000, offset: 0, count: 1000 }, numbered(1, 1000)),
    paged('limit=5000', { limit: 1000, offset: 0, count: 1000 }, numbered(1, 1000)),
    paged(`offset=${last}`, { limit: 100, offset: last, count: 0 }, []),
    ...['limit=0', 'limit=-1', 'limit=many', 'offset=-1', 'offset=x'].map((ask) =>
      paged(ask, byDefault, numbered(1, 100)),
    ),
  ];
};
const write =
  (to: string, part: { readonly task?: string } = {}) =>
  ({ control }: Harness): void => {
    control.append(
      to,
      numbered(1, 1001).map((message) => ({ message, ...part })),
    );
  };
const paging = { limit: 'free', offset: 'free' } as const;
const logs = (...rows: unknown[]) => ({
  logs: rows,
  pagination: { total: rows.length, limit: 100, offset: 0, count: rows.length },
});
const unknown = (ask: string): RestRow => ({
  says: 'answers 404 for an unknown id',
  ask,
  status: 404,
  body: { error: text },
});

/** What both live streams have in common; `sent` builds the expectation for one of them. */
const streamed = (sent: (messages: unknown[]) => Pick<Row, never> & object): Row[] =>
  [
    {
      says: 'follows one run from now on, without ids',
      ask: 'job_run_id=demo',
      given: lines(['past']),
      then: mixed,
      ...sent([live('job started'), liveTask]),
    },
    {
      says: 'follows every run and the system without a job_run_id',
      then: mixed,
      ...sent([
        liveSystem,
        live('job started'),
        liveTask,
        live('elsewhere', {
          type: 'task',
          job_run_id: 'other',
          task_run_id: taskRunIdOf('other', 'fetch'),
          task_name: 'fetch',
        }),
        live('other job', { job_run_id: 'other' }),
      ]),
    },
    {
      says: 'treats an empty job_run_id as none',
      ask: 'job_run_id=',
      then: lines(['mine']),
      ...sent([live('mine')]),
    },
    {
      says: 'follows a run that does not exist yet',
      ask: 'job_run_id=later',
      then: ({ store }: Harness) => store.createRun({ id: 'later' }).append('here'),
      ...sent([live('here', { job_run_id: 'later' })]),
    },
    {
      says: 'does not end with the run',
      ask: 'job_run_id=demo',
      then: ({ control }: Harness) => {
        control.complete('demo');
        control.append('demo', 'afterwards');
      },
      ...sent([live('afterwards')]),
    },
    {
      says: 'has its own names for the levels',
      then: lines(
        (['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const).map((level) => ({
          message: 'x',
          level,
        })),
      ),
      ...sent(['debug', 'debug', 'info', 'warn', 'error', 'error'].map((level) => live('x', { level }))),
    },
  ] as Row[];

export const stratal: readonly Endpoint[] = [
  {
    path: '/api/v1/logs/stream/ws',
    takes: { job_run_id: 'free' },
    rows: [
      ...streamed((frames) => ({ frames })),
      {
        says: 'sends a ping every 30 s, which is not a log',
        then: (_, clock) => clock.advance(30_000),
        frames: [{ type: 'ping', timestamp: '2026-01-15T10:00:30.000000Z' }],
      },
      {
        says: 'sends an error message and closes',
        then: ({ control }) => {
          control.fail('overloaded');
        },
        frames: [{ type: 'error', error: 'overloaded' }],
        closes: [1000, ''],
      },
      { says: 'refuses a plain request', status: 400, body: { error: text } },
    ],
  },
  {
    path: '/api/v1/logs/stream/sse',
    takes: { job_run_id: 'free' },
    rows: [
      {
        says: 'has headers that stop proxies from buffering it',
        token: null,
        headers: {
          'content-type': 'text/event-stream; charset=utf-8',
          'cache-control': 'no-cache, no-transform',
          'x-accel-buffering': 'no',
        },
        events: [],
      },
      ...streamed((messages) => ({ events: messages.map((message) => ['log', message]) })),
      {
        says: 'sends a ping every 30 s, which is not a log',
        then: (_, clock) => clock.advance(30_000),
        events: [['ping', { timestamp: '2026-01-15T10:00:30.000000Z' }]],
      },
      {
        says: 'sends an error event and ends',
        then: ({ control }) => {
          control.fail('overloaded');
        },
        events: [['error', { error: 'overloaded' }]],
        ends: true,
      },
    ],
  },
  {
    path: '/api/v1/logs/stream/status',
    takes: {},
    rows: [
      {
        says: 'counts nothing if nobody listens',
        token: null,
        body: { status: 'active', connections: { global: { websocket: 0, sse: 0 }, jobs: {} } },
      },
      {
        says: 'counts the listeners to all runs, and to each run',
        listeners: [
          '/api/v1/logs/stream/sse',
          '/api/v1/logs/stream/ws',
          '/api/v1/logs/stream/ws',
          '/api/v1/logs/stream/ws?job_run_id=demo',
          '/api/v1/logs/stream/sse?job_run_id=other',
        ],
        body: {
          status: 'active',
          connections: {
            global: { websocket: 2, sse: 1 },
            jobs: { demo: { websocket: 1, sse: 0 }, other: { websocket: 0, sse: 1 } },
          },
        },
      },
    ],
  },
  {
    path: '/api/v1/logs/job-runs/:run',
    takes: paging,
    rows: [
      {
        says: 'has the job and task rows of the run, oldest first',
        token: null,
        given: mixed,
        body: logs(jobRow, taskRow),
      },
      ...pages(write('demo'), 1001),
      unknown('/api/v1/logs/job-runs/nothing'),
    ],
  },
  {
    path: '/api/v1/logs/task-runs/:task',
    takes: paging,
    rows: [
      {
        says: 'has the task’s rows',
        ask: `/api/v1/logs/task-runs/${task}`,
        given: mixed,
        body: logs(taskRow),
      },
      ...pages(write('demo', { task: 'fetch' }), 1001).map((page) => ({
        ...page,
        ask: `/api/v1/logs/task-runs/${task}?${page.ask}`,
      })),
      unknown('/api/v1/logs/task-runs/nothing'),
    ],
  },
  {
    path: '/api/v1/logs/system',
    takes: paging,
    rows: [
      { says: 'has the system’s rows', given: mixed, body: logs(systemRow) },
      ...pages(write('system'), 1001),
    ],
  },
  {
    path: '/api/v1/logs/type/:type',
    takes: paging,
    rows: [
      { says: 'has system rows', ask: '/api/v1/logs/type/system', given: mixed, body: logs(systemRow) },
      {
        says: 'has the job rows of all runs',
        ask: '/api/v1/logs/type/job',
        given: mixed,
        body: logs(jobRow, row(5, { type: 'job', job_run_id: 'other', message: 'other job' })),
      },
      {
        says: 'has the task rows of all runs',
        ask: '/api/v1/logs/type/task',
        given: mixed,
        messages: ['request done', 'elsewhere'],
      },
      ...pages(write('demo'), 1001).map((page) => ({ ...page, ask: `/api/v1/logs/type/job?${page.ask}` })),
      {
        says: 'refuses any other type',
        ask: '/api/v1/logs/type/other',
        status: 400,
        body: { error: text },
      },
    ],
  },
  {
    path: '/api/v1/logs/job-runs/:run/download',
    takes: { date: 'bounded' },
    rows: [
      {
        says: 'has the log as a file',
        token: null,
        given: both(lines(['one']), lines([{ message: 'two', task: 'fetch' }])),
        headers: {
          'content-type': 'text/plain; charset=utf-8',
          'content-disposition': 'attachment; filename="demo.log"',
        },
        text: 'one\ntwo\n',
      },
      {
        says: 'has the file of a day',
        given: lines([
          { message: 'before midnight', at: Date.UTC(2026, 4, 1, 23, 59, 59) },
          { message: 'after midnight', at: Date.UTC(2026, 4, 2) },
        ]),
        ask: 'date=2026-05-02',
        headers: { 'content-disposition': 'attachment; filename="demo-2026-05-02.log"' },
        text: 'after midnight\n',
      },
      { ...unknown('date=2026-05-03'), given: lines(['today']) },
      ...['date=yesterday', 'date=2026-13-40'].map((ask): RestRow => ({
        says: `answers 400 to ${ask}`,
        ask,
        status: 400,
        body: { error: text },
      })),
      unknown('/api/v1/logs/job-runs/nothing/download'),
    ],
  },
];
