import { taskRunIdOf } from '../../sessions/stratal-message.js';
import type { Harness } from '../drivers.js';
import { fields, having, like, lines, stamp, text } from './row.js';
import type { RestRow, Row, SocketRow, SseRow } from './row.js';

/** The variants of each endpoint: other interpretations of the contract, which a client must handle. */
export type Readings = Readonly<Record<string, readonly Row[]>>;

const at = (micros: number): string => `2026-03-01T10:00:00.00000${micros}Z`;
const three = lines([
  { message: 'a', timestamp: at(1) },
  { message: 'b', timestamp: at(2) },
  { message: 'c', timestamp: at(3) },
]);
/** Lines within one millisecond, with microseconds. */
const close = lines([
  { message: 'a', at: Date.UTC(2026, 1, 2) + 0.1 },
  { message: 'b', at: Date.UTC(2026, 1, 2) + 0.2 },
]);
const log = (part: object) => ['log', fields(part)] as const;
const ended =
  (...written: string[]) =>
  ({ control }: Harness): void => {
    control.append('demo', written);
    control.complete('demo');
  };

const codespaceStream: SseRow[] = [
  {
    says: 'takes `since` inclusively',
    reads: { codespace: { sinceInclusive: true } },
    given: three,
    ask: `since=${at(2)}`,
    events: [log({ message: 'b' }), log({ message: 'c' })],
  },
  {
    says: 'starts at "now"',
    reads: { codespace: { liveOnly: true } },
    given: lines(['past']),
    then: lines(['new']),
    events: [log({ message: 'new' })],
  },
  {
    says: 'reports an unknown task in an event',
    reads: { codespace: { unknownTask: 'error-event' } },
    ask: '/codespace/task/nothing/logs/stream',
    events: [['error', { error: 'Task not found or access denied' }]],
    ends: true,
  },
  {
    says: 'has {} for missing metadata, and the task in each log',
    reads: { codespace: { emptyMetadata: 'object', taskId: true } },
    given: lines(['a']),
    events: [log({ metadata: {}, codespace_task_id: 'demo' })],
  },
  {
    says: 'repeats the lines of a millisecond, because timestamps are cut to milliseconds',
    reads: { codespace: { stamp: { digits: 3, zone: 'Z' } } },
    given: close,
    ask: 'since=2026-02-02T00:00:00.000Z',
    events: ['a', 'b'].map((message) => log({ message, created_at: '2026-02-02T00:00:00.000Z' })),
  },
  {
    says: 'sends heartbeats and ends sooner, and sets the reconnection time',
    reads: { codespace: { heartbeatMs: 100, timeoutUnit: 10, retryMs: 1234 } },
    ask: 'timeout=30',
    then: (_, clock) => clock.advance(300),
    events: [
      ['heartbeat', { timestamp: stamp }],
      ['heartbeat', { timestamp: stamp }],
      ['timeout', { message: text }],
    ],
    ends: true,
    retry: 1234,
  },
];
const forbidden: RestRow = {
  says: 'answers 403 without a token',
  reads: { codespace: { unauthorized: 403 } },
  token: null,
  status: 403,
  body: { detail: 'Not authenticated' },
};

const prismqStream: SseRow[] = [
  {
    says: 'replays nothing',
    reads: { prismq: { replay: 'none' } },
    given: lines(['past']),
    then: lines(['new']),
    events: [log({ message: 'new' })],
  },
  {
    says: 'replays only the last line of a finished run',
    reads: { prismq: { replayEnded: 'last' } },
    given: ended('first', 'last'),
    events: [log({ message: 'last' }), ['complete', { status: 'completed' }]],
    ends: true,
  },
  {
    says: 'replays nothing of a finished run',
    reads: { prismq: { replayEnded: 'none' } },
    given: ended('first', 'last'),
    events: [['complete', { status: 'completed' }]],
    ends: true,
  },
  {
    says: 'reports an unknown run in an event',
    reads: { prismq: { unknownRun: 'error-event' } },
    ask: '/api/runs/nothing/logs/stream',
    events: [['error', { error: 'Run not found' }]],
    ends: true,
  },
  {
    says: 'keeps the connection open with comments, and sets the reconnection time',
    reads: { prismq: { heartbeatMs: 100, retryMs: 2500 } },
    then: (_, clock) => clock.advance(250),
    events: [],
    comments: ['open', 'keep-alive', 'keep-alive'],
    retry: 2500,
  },
];

const task = taskRunIdOf('demo', 'fetch');
const fetched = lines([{ message: 'x', task: 'fetch', metadata: { größe: 1 } }]);
const inOrder = (path: string, write: (server: Harness) => void): RestRow => ({
  says: 'has the newest lines first',
  reads: { stratal: { newestFirst: true } },
  ask: path,
  given: write,
  messages: ['second', 'first'],
});
const missing = (path: string): RestRow => ({
  says: 'does not exist',
  reads: { stratal: { typeRoutes: false } },
  ask: path,
  status: 404,
  body: { error: text },
});
const empty = (path: string): RestRow => ({
  says: 'has an empty list for an unknown id',
  reads: { stratal: { unknownRun: 'empty' } },
  ask: path,
  has: { logs: [] },
});
const first = (says: string, reads: RestRow['reads'], part: object): RestRow => ({
  says,
  ...(reads === undefined ? {} : { reads }),
  given: fetched,
  has: { logs: [part] },
});
const stratalRows: RestRow[] = [
  first('has metadata as text', { stratal: { metadata: 'json' } }, { metadata: '{"größe":1}' }),
  first('has metadata as base64', { stratal: { metadata: 'base64' } }, { metadata: 'eyJncsO2w59lIjoxfQ==' }),
  {
    says: 'has no metadata, and timestamps in another zone',
    reads: { stratal: { metadata: 'absent', stamp: { digits: 9, zone: '+05:30' } } },
    given: lines([{ message: 'x', metadata: { a: 1 }, at: Date.UTC(2026, 0, 2) }]),
    body: {
      logs: [
        {
          id: 1,
          type: 'job',
          job_run_id: 'demo',
          task_run_id: null,
          timestamp: like(/^2026-01-02T05:30:00\.\d{9}\+05:30$/),
          level: 'info',
          stream: 'stdout',
          message: 'x',
        },
      ],
      pagination: { total: 1, limit: 100, offset: 0, count: 1 },
    },
  },
  {
    says: 'has rows without type, level and metadata, and no total',
    reads: { stratal: { legacyRows: true, total: 'absent' } },
    given: fetched,
    body: {
      logs: [{ id: 1, task_run_id: task, timestamp: stamp, stream: 'stdout', message: 'x' }],
      pagination: { limit: 100, offset: 0, count: 1 },
    },
  },
  {
    says: 'guesses the total',
    reads: { stratal: { total: 'guess' } },
    given: lines(5),
    ask: 'limit=2',
    has: { pagination: { total: 2, count: 2 } },
  },
  empty('/api/v1/logs/job-runs/nothing'),
];
const live = (message: string) => fields({ type: 'job', message });
const past: Pick<SseRow, 'reads' | 'given' | 'ask'> = {
  reads: { stratal: { replay: true } },
  given: lines(['past']),
  ask: 'job_run_id=demo',
};
const greeting: Pick<SseRow, 'reads' | 'ask' | 'then'> = {
  reads: { stratal: { greeting: true, pingMs: 100 } },
  ask: 'job_run_id=demo',
  then: (_, clock) => clock.advance(100),
};
const ending: Pick<SseRow, 'reads' | 'ask' | 'then'> = {
  reads: { stratal: { completeOnClose: true } },
  ask: 'job_run_id=demo',
  then: ended('last'),
};

const shared = (says: string, batch: 'array' | 'lines', frames: readonly unknown[]): SocketRow => ({
  says,
  reads: { stratal: { batch, batchSize: 2 } },
  ask: 'job_run_id=demo',
  then: lines(3),
  frames,
});
const contents = (containers: object, ...frames: readonly string[]): SocketRow => ({
  says: `writes its lines differently: ${JSON.stringify(containers)}`,
  reads: { containers },
  given: lines(['a  ', 'b', 'c']),
  frames: frames.map((content) => ({ type: 'log', service: 'demo', content })),
});

export const otherReadings: Readings = {
  '/codespace/task/:task/logs': [
    {
      says: 'takes `since` inclusively',
      reads: { codespace: { sinceInclusive: true } },
      given: three,
      ask: `since=${at(2)}`,
      messages: ['c', 'b'],
    },
    forbidden,
  ],
  '/codespace/task/:task/logs/stream': [...codespaceStream, forbidden],
  '/api/runs/:run/logs': [
    {
      says: 'treats `since` as inclusive, and has timestamps in milliseconds without a zone',
      reads: { prismq: { sinceInclusive: true, stamp: { digits: 3, zone: 'none' } } },
      given: lines([{ message: 'a', at: Date.UTC(2026, 1, 2) }]),
      ask: 'since=2026-02-02T00:00:00',
      has: { logs: [{ timestamp: '2026-02-02T00:00:00.000', message: 'a' }] },
    },
  ],
  '/api/runs/:run/logs/stream': prismqStream,
  '/api/v1/logs/job-runs/:run': stratalRows,
  '/api/v1/logs/task-runs/:task': [
    {
      says: 'does not page',
      reads: { stratal: { taskRunPagination: false } },
      ask: `/api/v1/logs/task-runs/${task}`,
      given: fetched,
      body: { logs: [fields({ message: 'x' })] },
    },
    empty('/api/v1/logs/task-runs/nothing'),
  ],
  '/api/v1/logs/system': [
    inOrder('', ({ control }) => control.append('system', ['first', 'second'])),
    missing(''),
  ],
  '/api/v1/logs/type/:type': [
    inOrder('/api/v1/logs/type/job', lines(['first', 'second'])),
    missing('/api/v1/logs/type/job'),
  ],
  '/api/v1/logs/stream/sse': [
    { says: 'replays', ...past, events: [log({ message: 'past' })] },
    {
      says: 'sends a greeting, and pings sooner',
      ...greeting,
      events: [
        ['connected', { job_run_id: 'demo' }],
        ['ping', { timestamp: stamp }],
      ],
    },
    { says: 'ends with the run', ...ending, events: [log({ message: 'last' })], ends: true },
    { says: 'sets the reconnection time', reads: { stratal: { retryMs: 700 } }, events: [], retry: 700 },
  ],
  '/api/v1/logs/stream/ws': [
    { says: 'replays', ...past, frames: [live('past')] },
    {
      says: 'sends a greeting with an empty type, and pings sooner',
      ...greeting,
      frames: ['', 'ping'].map((type) => ({ type, job_run_id: 'demo', timestamp: stamp })),
    },
    { says: 'closes with 1000 when the run ends', ...ending, frames: [live('last')], closes: [1000, 'done'] },
    shared('sends several messages as an array', 'array', [
      [live('line 1'), live('line 2')],
      [live('line 3')],
    ]),
    shared('sends several messages as lines of one frame', 'lines', [
      like(/^\{.*line 1.*\}\n\{.*line 2.*\}$/),
      live('line 3'),
    ]),
  ],
  '/api/logs/:service': [
    {
      says: 'has timestamps in another zone',
      reads: { containers: { stamp: { digits: 6, zone: '+00:00' } } },
      given: lines([{ message: 'a', at: Date.UTC(2026, 1, 2) }]),
      has: { logs: [like(/^2026-02-02T00:00:00\.\d{6}\+00:00 a$/)] },
    },
  ],
  '/api/logs/ws/:service': [
    contents({ contentStamps: false }, 'a  ', 'b', 'c'),
    contents({ contentStamps: false, trim: true }, 'a', 'b', 'c'),
    contents({ contentStamps: false, linesPerContent: 2 }, 'a  \nb', 'c'),
    contents({ contentStamps: false, replayLimit: 1 }, 'c'),
    {
      says: 'sends bare text',
      reads: { containers: { rawFrames: true, contentStamps: false } },
      given: lines(['not {json', '{"json":true}']),
      frames: ['not {json', { json: true }],
    },
    {
      says: 'sends several messages in a frame',
      reads: { containers: { batch: 'array', batchSize: 2, contentStamps: false } },
      given: lines(2),
      frames: [['line 1', 'line 2'].map((content) => ({ type: 'log', service: 'demo', content }))],
    },
    {
      says: 'refuses the handshake if the token is wrong',
      reads: { containers: { refuse: 'handshake-403' } },
      token: 'wrong',
      frames: [],
      closes: [1006, ''],
    },
    {
      says: 'closes with 1000 when the run ends',
      reads: { containers: { completeOnClose: true } },
      then: ended('last'),
      frames: [fields({ type: 'log' })],
      closes: [1000, 'done'],
    },
  ],
  '/api/logs/ws/status': [
    {
      says: 'is treated as a service of that name',
      reads: { containers: { statusShadowed: true } },
      frames: [{ type: 'error', message: having('status') }],
      closes: [1000, ''],
    },
  ],
};
