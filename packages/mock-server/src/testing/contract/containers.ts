import { demoToken } from '../../backend/tokens.js';
import { fields, having, like, lines, numbered, text } from './row.js';
import type { Endpoint, RestRow, SocketRow } from './row.js';

/** A line as the engine prints it. */
const printed = (line: string): unknown =>
  like(new RegExp(`^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z ${line}$`));
const printedLines = (first: number, last: number) => numbered(first, last).map(printed);
const log = (line: string) => ({ type: 'log', service: 'demo', content: printed(line) });
const nobody: RestRow = {
  says: 'answers 401 without a token',
  token: null,
  status: 401,
  headers: { 'www-authenticate': 'Bearer' },
  body: { detail: 'Not authenticated' },
};
const shut: SocketRow = {
  says: 'closes 4001 without a token',
  token: null,
  frames: [],
  closes: [4001, 'Unauthorized'],
};

export const containers: readonly Endpoint[] = [
  {
    path: '/api/logs',
    takes: {},
    rows: [
      {
        says: 'lists the running services',
        given: ({ store }) => {
          store.createRun({ id: 'waiting', status: 'queued' });
          store.createRun({ id: 'over' }).setStatus('completed');
          store.createRun({ id: 'again' }).setService({ status: 'restarting' });
        },
        body: {
          services: [{ service: 'demo', status: 'running', container_id: like(/^[0-9a-f]{12}$/) }],
        },
      },
      nobody,
      { ...nobody, says: 'answers 401 to a wrong token', token: 'wrong' },
    ],
  },
  {
    path: '/api/logs/:service',
    takes: { tail: 'bounded' },
    rows: [
      {
        says: 'has the last 100 lines, each after a timestamp with nanoseconds',
        given: lines(150),
        body: { logs: printedLines(51, 150), service: 'demo', count: 100 },
      },
      {
        says: 'accepts the smallest tail',
        given: lines(2),
        ask: 'tail=1',
        has: { logs: [printed('line 2')], count: 1 },
      },
      {
        says: 'accepts the largest tail',
        given: lines(10_001),
        ask: 'tail=10000',
        has: { logs: printedLines(2, 10_001), count: 10_000 },
      },
      ...['tail=0', 'tail=10001', 'tail=few'].map((ask): RestRow => ({
        says: `answers 422 to ${ask}`,
        ask,
        status: 422,
        body: { detail: [{ loc: ['query', 'tail'], msg: text, type: text }] },
      })),
      {
        says: 'answers 200 with an error for an unknown service',
        ask: '/api/logs/nothing',
        body: { logs: [], error: having('nothing') },
      },
      nobody,
      { ...nobody, says: 'answers 401 to a wrong token', token: 'wrong' },
    ],
  },
  {
    path: '/api/logs/ws/:service',
    takes: { token: 'bounded', tail: 'bounded' },
    rows: [
      {
        says: 'replays the last 100 lines, then follows',
        given: lines(150),
        then: lines(['new']),
        frames: [...numbered(51, 150), 'new'].map(log),
      },
      { says: 'accepts the smallest tail', given: lines(2), ask: 'tail=1', frames: [log('line 2')] },
      {
        says: 'accepts the largest tail',
        given: lines(10_001),
        ask: 'tail=10000',
        frames: numbered(2, 10_001).map(log),
      },
      ...['tail=0', 'tail=10001', 'tail=few'].map((ask): SocketRow => ({
        says: `closes 1008 on ${ask}`,
        ask,
        frames: [],
        closes: [1008, having('10000')],
      })),
      {
        says: 'continues through a restart of the service',
        then: ({ control, store }) => {
          store.run('demo')?.setService({ status: 'restarting' });
          store.run('demo')?.setService({ status: 'running' });
          control.append('demo', 'back');
        },
        frames: [log('back')],
      },
      {
        says: 'does not end with the run',
        then: ({ control }) => {
          control.complete('demo');
          control.append('demo', 'afterwards');
        },
        frames: [log('afterwards')],
      },
      {
        says: 'reports an unknown service, and closes with 1000',
        ask: '/api/logs/ws/nothing',
        frames: [{ type: 'error', message: having('nothing') }],
        closes: [1000, ''],
      },
      {
        says: 'sends an error message and closes',
        then: ({ control }) => {
          control.fail('engine gone');
        },
        frames: [{ type: 'error', message: 'engine gone' }],
        closes: [1000, ''],
      },
      {
        says: 'accepts the token as a subprotocol, too',
        token: null,
        subprotocols: [`bearer.${demoToken}`],
        given: lines(1),
        frames: [log('line 1')],
      },
      shut,
      { ...shut, says: 'closes 4001 on a wrong token', token: 'wrong' },
    ],
  },
  {
    path: '/api/logs/ws/status',
    takes: { token: 'bounded' },
    rows: [
      {
        says: 'sends the full state first, then each change',
        given: ({ store }) => {
          store.createRun({ id: 'web' }).setStatus('failed', 1);
        },
        then: ({ control, store }) => {
          control.append('demo', 'no change');
          store.run('demo')?.setService({ health: 'unhealthy' });
        },
        frames: [
          {
            type: 'status_update',
            changes: [
              { service: 'demo', status: 'running', health: 'healthy' },
              { service: 'web', status: 'exited', health: 'unhealthy' },
            ],
          },
          { type: 'status_update', changes: [{ service: 'demo', status: 'running', health: 'unhealthy' }] },
        ],
      },
      {
        says: 'is not a service, even if one has that name',
        given: ({ store }) => {
          store.createRun({ id: 'status' }).append('a line');
        },
        frames: [fields({ type: 'status_update' })],
      },
      {
        says: 'sends an error message and closes',
        then: ({ control }) => {
          control.fail('engine gone');
        },
        frames: [fields({ type: 'status_update' }), { type: 'error', message: 'engine gone' }],
        closes: [1000, ''],
      },
      {
        says: 'reports a new service',
        then: ({ store }) => {
          store.createRun({ id: 'new' });
        },
        frames: [
          fields({ type: 'status_update' }),
          { type: 'status_update', changes: [{ service: 'new', status: 'running', health: 'healthy' }] },
        ],
      },
      shut,
      { ...shut, says: 'closes 4001 on a wrong token', token: 'wrong' },
    ],
  },
];
