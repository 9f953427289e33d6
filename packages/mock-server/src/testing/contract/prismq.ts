import type { LineInput } from '../../store/log-line.js';
import { lines, numbered, refused, stamp } from './row.js';
import type { Endpoint, RestRow } from './row.js';

const at = (micros: number): string => `2026-03-01T10:00:00.00000${micros}Z`;
const twice: LineInput[] = [
  { message: 'a', timestamp: at(1) },
  { message: 'b', timestamp: at(2) },
  { message: 'b', timestamp: at(2) },
  { message: 'c', timestamp: at(3) },
];
const log = (message: string, level = 'INFO') => ['log', { timestamp: stamp, level, message }] as const;
const unknown = (path: string): RestRow => ({
  says: 'answers 404 for an unknown run',
  ask: `/api/runs/nothing${path}`,
  status: 404,
  body: { detail: 'Run nothing not found' },
});
const open: RestRow = { says: 'needs no token', token: null, has: { run_id: 'demo' } };
const unread: RestRow = { ...open, says: 'ignores a token', token: 'any' };

export const prismq: readonly Endpoint[] = [
  {
    path: '/api/runs/:run',
    takes: {},
    rows: [
      open,
      unread,
      ...(['queued', 'running', 'completed', 'failed', 'cancelled'] as const).map((status): RestRow => ({
        says: `describes a run that is ${status}`,
        given: ({ store }) => store.run('demo')?.setStatus(status),
        has: { run_id: 'demo', status, created_at: stamp },
      })),
      unknown(''),
    ],
  },
  {
    path: '/api/runs/:run/logs',
    takes: { tail: 'bounded', since: 'bounded' },
    rows: [
      open,
      unread,
      {
        says: 'has the whole log, and nothing but it',
        given: lines(['hello']),
        headers: { 'content-type': 'application/json' },
        body: {
          run_id: 'demo',
          logs: [{ timestamp: stamp, level: 'INFO', message: 'hello' }],
          total_lines: 1,
          truncated: false,
        },
      },
      {
        says: 'has its own names for the levels',
        given: lines(
          (['debug', 'info', 'warn', 'error', 'fatal'] as const).map((level) => ({ message: level, level })),
        ),
        has: { logs: ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'].map((level) => ({ level })) },
      },
      {
        says: 'has the newest 500, oldest first, and says that older ones exist',
        given: lines(600),
        messages: numbered(101, 600),
        has: { total_lines: 600, truncated: true },
      },
      { says: 'has all lines', given: lines(600), ask: 'tail=600', has: { truncated: false } },
      { says: 'accepts the smallest tail', given: lines(2), ask: 'tail=1', messages: ['line 2'] },
      {
        says: 'takes `since` exclusively',
        given: lines(twice),
        ask: `since=${at(1)}`,
        messages: ['b', 'b', 'c'],
      },
      { says: 'has nothing after the last', given: lines(twice), ask: `since=${at(3)}`, messages: [] },
      {
        says: 'accepts `since` in any zone',
        given: lines(twice),
        ask: 'since=2026-03-01T11:30:00.000002%2B01:30',
        messages: ['c'],
      },
      {
        says: 'has only the newest `tail` lines after `since`',
        given: lines(twice),
        ask: `since=${at(1)}&tail=2`,
        messages: ['b', 'c'],
        has: { total_lines: 4, truncated: true },
      },
      {
        says: 'has the last 10,000 lines, like its memory',
        given: lines(10_001),
        ask: 'tail=20000',
        messages: numbered(2, 10_001),
        has: { total_lines: 10_001, truncated: true },
      },
      refused('tail=0'),
      refused('tail=-5'),
      refused('tail=all'),
      refused('since=never'),
      refused('since=2026-03-01T12:00:00+02:00'),
      unknown('/logs'),
    ],
  },
  {
    path: '/api/runs/:run/logs/stream',
    takes: {},
    rows: [
      {
        says: 'has headers that stop proxies from buffering it, and needs no token',
        token: null,
        headers: {
          'content-type': 'text/event-stream; charset=utf-8',
          'cache-control': 'no-cache, no-transform',
          'x-accel-buffering': 'no',
        },
        events: [],
      },
      {
        says: 'replays the buffer, then follows; identical lines are separate lines',
        given: lines(['same', 'same']),
        then: lines([{ message: 'new', level: 'error' }]),
        events: [log('same'), log('same'), log('new', 'ERROR')],
      },
      ...(['completed', 'failed', 'cancelled'] as const).map((status) => ({
        says: `completes with ${status} after the last line`,
        then: ({ control }: Parameters<ReturnType<typeof lines>>[0]) => {
          control.append('demo', 'last');
          control.complete('demo', status);
        },
        events: [log('last'), ['complete', { status }] as const],
        ends: true,
      })),
      {
        says: 'replays its memory, up to 10,000 lines',
        given: lines(10_001),
        events: numbered(2, 10_001).map((message) => log(message)),
      },
      {
        says: 'replays a finished run and completes',
        given: ({ control }) => {
          control.append('demo', ['first', 'last']);
          control.complete('demo');
        },
        events: [log('first'), log('last'), ['complete', { status: 'completed' }]],
        ends: true,
      },
      {
        says: 'sends an error event and ends',
        then: ({ control }) => {
          control.fail('the disk is full');
        },
        events: [['error', { error: 'the disk is full' }]],
        ends: true,
      },
      unknown('/logs/stream'),
    ],
  },
  {
    path: '/api/runs/:run/logs/download',
    takes: {},
    rows: [
      {
        says: 'has the whole log as a file, including what is no longer in memory',
        token: null,
        given: (server) => {
          lines(10_002)(server);
          lines(['Grüße'])(server);
        },
        headers: {
          'content-type': 'text/plain; charset=utf-8',
          'content-disposition': 'attachment; filename="demo.log"',
          'content-length': String(
            new TextEncoder().encode([...numbered(1, 10_002), 'Grüße', ''].join('\n')).byteLength,
          ),
        },
        text: [...numbered(1, 10_002), 'Grüße', ''].join('\n'),
      },
      { says: 'is an empty file for a run that has written nothing', text: '' },
      unknown('/logs/download'),
    ],
  },
];
