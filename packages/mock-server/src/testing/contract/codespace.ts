import type { LineInput } from '../../store/log-line.js';
import { fields, like, lines, numbered, refused, stamp, text } from './row.js';
import type { Endpoint, RestRow } from './row.js';

const uuid = like(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const at = (micros: number): string => `2026-03-01T10:00:00.00000${micros}Z`;

const plan: LineInput[] = [
  { message: 'Reading the plan', step: 'Planning', type: 'thinking', timestamp: at(1) },
  { message: 'wrote a.ts', step: 'implementation', type: 'coding', timestamp: at(2) },
  { message: 'notes', step: 'Check', type: 'info', timestamp: at(2) },
  { message: 'plan failed', step: 'planning-2', type: 'error', timestamp: at(3) },
  { message: 'all green', step: 'check', type: 'success', timestamp: at(4) },
];
const ascending = plan.map(({ message }) => message);
const descending = [...ascending].reverse();

const whole: LineInput = {
  message: 'halfway',
  step: 'build',
  type: 'coding',
  progress: 50,
  metadata: { file: 'a.ts' },
};
const wholeLog = {
  id: uuid,
  step_name: 'build',
  log_type: 'coding',
  message: 'halfway',
  created_at: stamp,
  progress_percentage: 50,
  metadata: { file: 'a.ts' },
};
/** A `log` event of which only the message matters. */
const log = (message: string) => ['log', fields({ message })] as const;

const notFound = { detail: 'Task not found or access denied' };
const nobody: RestRow = {
  says: 'answers 401 without a valid bearer token',
  token: null,
  status: 401,
  headers: { 'www-authenticate': 'Bearer' },
  body: { detail: 'Not authenticated' },
};
const stranger: RestRow = {
  says: 'answers 404 for a task that does not exist',
  ask: '/codespace/task/nothing/logs',
  status: 404,
  body: notFound,
};
const theirs: RestRow = {
  ...stranger,
  says: 'answers 404 for a task that belongs to someone else',
  ask: '/codespace/task/theirs/logs',
  given: ({ store }) => store.createRun({ id: 'theirs', ownerToken: 'somebody' }).append('secret'),
};
const filtered = (ask: string, messages: readonly string[]): RestRow => ({
  says: `has what ${ask} asks for`,
  given: lines(plan),
  ask,
  messages,
});

export const codespace: readonly Endpoint[] = [
  {
    path: '/codespace/task/:task/logs',
    takes: {
      limit: 'bounded',
      offset: 'bounded',
      log_type: 'bounded',
      step_name: 'free',
      search: 'free',
      sort_by: 'bounded',
      sort_order: 'bounded',
      since: 'bounded',
    },
    rows: [
      {
        says: 'has the whole log, and nothing but it',
        given: lines([whole]),
        headers: { 'content-type': 'application/json' },
        body: {
          status: 'success',
          data: [wholeLog],
          total_count: 1,
          has_more: false,
          next_offset: null,
          message: text,
        },
      },
      {
        says: 'has null for missing fields',
        given: lines(['plain']),
        has: { data: [{ progress_percentage: null, metadata: null }] },
      },
      {
        says: 'has progress from 0 to 100',
        given: lines([
          { message: 'begun', progress: 0 },
          { message: 'done', progress: 100 },
        ]),
        has: { data: [{ progress_percentage: 100 }, { progress_percentage: 0 }] },
      },
      {
        says: 'has the newest 50, newest first, and the offset of the next page',
        given: lines(120),
        messages: numbered(71, 120).reverse(),
        has: { total_count: 120, has_more: true, next_offset: 50 },
      },
      {
        says: 'gives the offset of the next page from the start',
        given: lines(120),
        ask: 'offset=50',
        messages: numbered(21, 70).reverse(),
        has: { has_more: true, next_offset: 100 },
      },
      {
        says: 'has the rest of the pages, to the last',
        given: lines(120),
        ask: 'offset=100',
        messages: numbered(1, 20).reverse(),
        has: { total_count: 120, has_more: false, next_offset: null },
      },
      {
        says: 'ends exactly where a page ends',
        given: lines(100),
        ask: 'limit=50&offset=50',
        messages: numbered(1, 50).reverse(),
        has: { has_more: false, next_offset: null },
      },
      {
        says: 'has nothing beyond the end',
        given: lines(3),
        ask: 'offset=3',
        messages: [],
        has: { total_count: 3, has_more: false, next_offset: null },
      },
      { says: 'accepts the smallest limit', given: lines(2), ask: 'limit=1', messages: ['line 2'] },
      {
        says: 'accepts the largest limit',
        given: lines(501),
        ask: 'limit=500&offset=0',
        messages: numbered(2, 501).reverse(),
        has: { has_more: true, next_offset: 500 },
      },
      refused('limit=0'),
      refused('limit=501'),
      refused('limit=ten'),
      refused('offset=-1'),
      filtered('log_type=thinking', ['Reading the plan']),
      filtered('log_type=coding', ['wrote a.ts']),
      filtered('log_type=info', ['notes']),
      filtered('log_type=error', ['plan failed']),
      filtered('log_type=success', ['all green']),
      refused('log_type=warning'),
      filtered('step_name=PLAN', ['plan failed', 'Reading the plan']),
      filtered('search=PLAN', ['plan failed', 'Reading the plan']),
      filtered('search=plan&log_type=error&step_name=2', ['plan failed']),
      filtered('sort_order=asc', ascending),
      filtered('sort_order=desc', descending),
      filtered('sort_by=created_at', descending),
      filtered('sort_by=step_name&sort_order=asc', [
        'notes',
        'Reading the plan',
        'all green',
        'wrote a.ts',
        'plan failed',
      ]),
      filtered('sort_by=log_type', ['Reading the plan', 'all green', 'notes', 'plan failed', 'wrote a.ts']),
      {
        says: 'sorts late lines by their timestamps',
        given: lines([
          { message: 'second', timestamp: at(2) },
          { message: 'first', timestamp: at(1) },
        ]),
        ask: 'sort_by=created_at&sort_order=asc',
        messages: ['first', 'second'],
      },
      refused('sort_by=message'),
      refused('sort_order=up'),
      filtered(`since=${at(2)}`, ['all green', 'plan failed']),
      filtered('since=2026-03-01T12:00:00.000003%2B02:00', ['all green']),
      filtered('since=2026-03-01T10:00:00.000003', ['all green']),
      refused('since=yesterday'),
      refused('since=2026-03-01T12:00:00+02:00'),
      {
        says: 'reports all invalid parameters at once',
        ask: 'limit=0&offset=-1',
        status: 422,
        has: { detail: [{ loc: ['query', 'limit'] }, { loc: ['query', 'offset'] }] },
      },
      nobody,
      { ...nobody, says: 'answers 401 to a wrong token', token: 'wrong' },
      {
        ...nobody,
        says: 'checks the token before it says what exists',
        ask: '/codespace/task/nothing/logs',
      },
      stranger,
      theirs,
    ],
  },
  {
    path: '/codespace/task/:task/logs/stream',
    takes: { since: 'bounded', timeout: 'bounded' },
    rows: [
      {
        says: 'has headers that stop proxies from buffering it',
        headers: {
          'content-type': 'text/event-stream; charset=utf-8',
          'cache-control': 'no-cache, no-transform',
          'x-accel-buffering': 'no',
        },
        events: [],
      },
      {
        says: 'replays oldest first, then follows',
        given: lines([whole, 'second']),
        then: lines(['third']),
        events: [['log', wholeLog], log('second'), log('third')],
      },
      {
        says: 'starts after `since`',
        given: lines(plan),
        ask: `since=${at(2)}`,
        then: lines([{ message: 'new', timestamp: at(5) }]),
        events: [log('plan failed'), log('all green'), log('new')],
      },
      {
        says: 'beats',
        then: (_, clock) => clock.advance(30_000),
        events: [
          ['heartbeat', { timestamp: '2026-01-15T10:00:15.000000Z' }],
          ['heartbeat', { timestamp: '2026-01-15T10:00:30.000000Z' }],
        ],
      },
      {
        says: 'completes after the last log',
        then: ({ control }) => {
          control.append('demo', 'last');
          control.complete('demo');
        },
        events: [log('last'), ['complete', { message: text }]],
        ends: true,
      },
      {
        says: 'completes at once for a task that has ended',
        given: ({ control }) => {
          control.append('demo', 'last');
          control.complete('demo', 'failed');
        },
        events: [log('last'), ['complete', { message: text }]],
        ends: true,
      },
      {
        says: 'ends on time with the smallest timeout',
        ask: 'timeout=30',
        given: lines(['a']),
        then: (_, clock) => clock.advance(30_000),
        events: [log('a'), ['heartbeat', { timestamp: stamp }], ['timeout', { message: text }]],
        ends: true,
      },
      {
        says: 'lasts 300 s by default',
        then: async (_, clock) => {
          await clock.advance(299_999);
          await clock.advance(1);
        },
        events: [
          ...Array.from({ length: 19 }, () => ['heartbeat', { timestamp: stamp }] as const),
          ['timeout', { message: text }],
        ],
        ends: true,
      },
      {
        says: 'lasts as long as the largest timeout',
        ask: 'timeout=1800',
        then: (_, clock) => clock.advance(1_799_999),
        events: Array.from({ length: 119 }, () => ['heartbeat', { timestamp: stamp }] as const),
      },
      {
        says: 'sends an error event and ends',
        then: ({ control }) => {
          control.fail('the database is gone');
        },
        events: [['error', { error: 'the database is gone' }]],
        ends: true,
      },
      refused('timeout=29'),
      refused('timeout=1801'),
      refused('timeout=soon'),
      refused('since=now'),
      nobody,
      { ...stranger, ask: '/codespace/task/nothing/logs/stream' },
      { ...theirs, ask: '/codespace/task/theirs/logs/stream' },
    ],
  },
];
