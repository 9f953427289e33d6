import { describe, expect, it, vi } from 'vitest';
import { createVirtualClock, settle } from '../testing/virtual-clock.js';
import { parseRetryAfter } from './http-errors.js';
import { send, type Query, type SendOptions } from './http.js';

const query: Query<unknown> = {
  url: 'http://logs.test/list?since=1',
  token: 'header',
  expect: 'json',
  decode: (body) => body,
};
/** Never settles, even if its signal fires. */
const deaf = (): Promise<never> => new Promise(() => undefined);

it('a request is never answered from the cache of a browser, which would lack new lines', async () => {
  const asked: RequestInit[] = [];
  const fetch = (_url: unknown, init: RequestInit = {}): Promise<Response> => {
    asked.push(init);
    return Promise.resolve(new Response('{}', { headers: { 'cache-control': 'max-age=60' } }));
  };
  await send(query, { fetch: fetch });
  expect(asked).toMatchObject([{ cache: 'no-store' }]);
});

describe.each<[string, Partial<SendOptions>]>([
  ['a fetch that does not heed its signal', { fetch: deaf }],
  ['a token function that never answers', { token: deaf }],
  ['a body that never ends', { fetch: () => Promise.resolve(new Response(new ReadableStream())) }],
])('%s', (_what, part) => {
  const options = { fetch: () => Promise.resolve(new Response('{}')), ...part };

  it('is given up after the timeout', async () => {
    const clock = createVirtualClock();
    const reading = send(query, { ...options, clock, timeout: 5_000 });
    const caught = reading.catch((error: unknown) => error);
    await clock.run(5_000);
    expect(await caught).toMatchObject({ kind: 'timeout', retryable: true });
    expect(clock.pending).toBe(0);
  });

  it('is given up after the timeout, even if the clock was set back', async () => {
    const clock = createVirtualClock();
    let ahead = 3_600_000;
    const host = { now: () => clock.now() + ahead, schedule: clock.schedule.bind(clock) };
    const caught = send(query, { ...options, clock: host, timeout: 5_000 }).catch((error: unknown) => error);
    await clock.run(1_000);
    ahead = 0;
    await clock.run(10_000);
    expect(await Promise.race([caught, settle()])).toMatchObject({ kind: 'timeout' });
  });

  it('is given up at once when the caller aborts, before or during the request', async () => {
    const clock = createVirtualClock();
    const abort = new AbortController();
    const reading = send(query, { ...options, clock, signal: abort.signal });
    const caught = reading.catch((error: unknown) => error);
    await settle();
    abort.abort();
    expect(await caught).toMatchObject({ kind: 'aborted', retryable: false });
    await expect(send(query, { ...options, clock, signal: abort.signal })).rejects.toMatchObject({
      kind: 'aborted',
    });
    expect(clock.pending).toBe(0);
  });
});

describe('a large answer', () => {
  const rows = Array.from({ length: 5_000 }, (_, n) => ({ message: `line ${n} ${'x'.repeat(100)}` }));
  const fetch = () => Promise.resolve(Response.json(rows));

  it('is parsed, decoded and used in three tasks, so that a click comes between', async () => {
    const clock = createVirtualClock();
    const tasks: string[] = [];
    const decode = (body: unknown): unknown => (tasks.push('decoded'), body);
    const reading = send({ ...query, decode }, { fetch, clock }).then((body) => {
      tasks.push('used');
      return body;
    });
    const schedule = vi.spyOn(clock, 'schedule');
    await vi.waitUntil(() => schedule.mock.calls.some(([, ms]) => ms === 0));
    expect(tasks).toEqual([]);
    clock.advance(0);
    await settle();
    expect(tasks).toEqual(['decoded']);
    clock.advance(0);
    expect(await reading).toEqual(rows);
    expect(clock.pending).toBe(0);
  });

  it('is not decoded any more once the caller aborts', async () => {
    const clock = createVirtualClock();
    const abort = new AbortController();
    const decode = vi.fn();
    const schedule = vi.spyOn(clock, 'schedule');
    const reading = send({ ...query, decode }, { fetch, clock, signal: abort.signal });
    const caught = reading.catch((error: unknown) => error);
    await vi.waitUntil(() => schedule.mock.calls.some(([, ms]) => ms === 0));
    abort.abort();
    expect(await caught).toMatchObject({ kind: 'aborted' });
    expect(decode).not.toHaveBeenCalled();
    expect(clock.pending).toBe(0);
  });
});

it.each([
  ['3', 3_000],
  ['1.5', 1_500],
  ['Thu, 01 Jan 1970 00:00:30 GMT', 20_000],
  ['Thu, 01 Jan 1970 00:00:01 GMT', 0],
  ['soon', undefined],
  ['', undefined],
  [null, undefined],
  ['Infinity', undefined],
])('reads a Retry-After of %j', (header, ms) => {
  expect(parseRetryAfter(header, 10_000)).toBe(ms);
});

it.each([
  [429, "asks to slow down (429). If it keeps happening, send fewer requests or raise the server's limit."],
  [503, 'failed (503). If it keeps happening, check the server and its proxy.'],
])(
  'says of a temporary %d what to do, and leaves it to its caller to say whether it is retried',
  async (status, said) => {
    const fetch = () => Promise.resolve(new Response('', { status }));
    await expect(send(query, { fetch })).rejects.toMatchObject({
      message: `http://logs.test/list ${said}`,
      retryable: true,
    });
  },
);
