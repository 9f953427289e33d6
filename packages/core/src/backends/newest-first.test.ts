/** Lists of a custom backend that begin with the newest line. */
import { describe, expect, it } from 'vitest';
import { createLogStream } from '../log-stream.js';
import { numbers } from '../testing/numbers.js';
import { textsOf } from '../testing/simulated-stream.js';
import { createVirtualClock } from '../testing/virtual-clock.js';
import { defineBackend } from './custom.js';
import type { ListEndpoint } from './definition.js';
import type { PageRequest } from './source.js';
import { drain, messagesOf, numberIn } from './testing/drain.js';

const PAGE = 3;

interface Row {
  readonly n: number;
}
interface Answer {
  readonly rows: readonly Row[];
  readonly before: number | null;
  readonly status: string;
}

const list = (before?: number): ListEndpoint => ({
  path: '/lines',
  query: { before },
  newestFirst: true,
  rows: (body) => (body as Answer).rows,
  next: (body) => {
    const { before: next } = body as Answer;
    return next === null ? undefined : list(next);
  },
  about: (body) => {
    const { status } = body as Answer;
    return status === 'running' ? {} : { complete: { status } };
  },
});

const pile = defineBackend<Row>({
  name: 'pile',
  transports: ['polling'],
  identity: 'id',
  line: ({ n }) => ({ id: n, timestamp: new Date(n * 10_000).toISOString(), message: String(n) }),
  start: () => list(),
  catchUp: () => list(),
  older: ({ oldest }) => list(Number(oldest?.id)),
});
const source = pile({ baseUrl: 'http://h' }).log();

/** The server: a page of its lines, which are numbered from 1 on. */
function answer(url: string, newest: number, status = 'running'): Answer {
  const first = numberIn(url, 'before', newest + 1) - 1;
  const last = Math.max(1, first - PAGE + 1);
  const rows = Array.from({ length: Math.max(0, first - last + 1) }, (_, at) => ({ n: first - at }));
  return { rows, before: last > 1 ? last : null, status };
}
const read = (request: PageRequest<Row> | undefined, newest: number) =>
  drain(request as PageRequest<Row>, (url) => answer(url, newest));

describe('a list that begins with the newest line', () => {
  it('is read until there are as many lines as were asked for, which are in order', () => {
    const { pages, urls } = read(source.start?.({ lines: 5 }), 20);
    expect(messagesOf(pages)).toEqual(numbers(15, 20));
    expect(urls).toEqual(['http://h/lines', 'http://h/lines?before=18']);
    expect(pages.map(({ truncated }) => truncated)).toEqual([false, true]);
  });

  it('is read to its end if it has no more lines than were asked for', () => {
    const { pages } = read(source.start?.({ lines: 50 }), 7);
    expect(messagesOf(pages)).toEqual(numbers(1, 7));
    expect(pages.at(-1)?.truncated).toBe(false);
  });

  it('is read back to the cursor, and no further, to catch up', () => {
    const { pages, urls } = read(source.catchUp?.({ sinceTime: 160_000, delivered: 16 }), 20);
    expect(messagesOf(pages)).toEqual(numbers(15, 20));
    expect(urls).toHaveLength(2);
    expect(messagesOf(read(source.catchUp?.({ delivered: 0 }), 20).pages)).toEqual(numbers(1, 20));
  });

  it('is read back to the newest line delivered, if lines have ids and no timestamps', () => {
    const plain = defineBackend<Row>({
      name: 'plain',
      transports: ['polling'],
      identity: 'id',
      line: ({ n }) => ({ id: n, message: String(n) }),
      start: () => list(),
      catchUp: () => list(),
    })({ baseUrl: 'http://h' }).log();
    const { pages, urls } = read(plain.catchUp?.({ lastId: '16', delivered: 16 }), 20);
    expect(messagesOf(pages)).toEqual(numbers(15, 20));
    expect(urls).toHaveLength(2);
  });

  it('is over only if that was so when its newest lines were read', () => {
    const say = (...statuses: string[]) =>
      drain(source.start?.({ lines: 5 }) as PageRequest<Row>, (url) =>
        answer(url, 20, statuses.shift()),
      ).pages.some(({ complete }) => complete);
    expect(say('running', 'succeeded')).toBe(false);
    expect(say('succeeded', 'succeeded')).toBe(true);
  });
});

it('a log that is polled in this way is shown in order, and completes with its last line', async () => {
  const clock = createVirtualClock();
  let newest = 20;
  let status = 'running';
  const stream = createLogStream(source, {
    clock,
    history: 5,
    fetch: (input) => Promise.resolve(Response.json(answer(input as string, newest, status))),
  });
  const shown = (): string[] => textsOf(stream.getSnapshot().items);
  stream.connect();
  await clock.run(100);
  expect(shown()).toEqual(numbers(15, 20));
  newest = 31;
  await clock.run(2_000);
  expect(shown()).toEqual(numbers(15, 31));
  while (stream.getSnapshot().history !== 'start') await stream.loadOlder(4);
  newest = 35;
  status = 'succeeded';
  await clock.run(2_000);
  expect(shown()).toEqual(numbers(1, 35));
  expect(stream.getSnapshot()).toMatchObject({ status: 'complete', outcome: 'succeeded' });
  stream.dispose();
});
