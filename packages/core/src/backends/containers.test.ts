import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { containers, type ContainerRaw } from './containers.js';
import type { PageRequest, Signal } from './source.js';
import { drain, messagesOf, numberIn } from './testing/drain.js';

const BASE = 'http://localhost:9000';
const backend = containers({ baseUrl: BASE, token: 'secret' });
const redis = backend.service('redis');
const stamp = (n: number): string =>
  `2026-01-15T10:30:${String(Math.floor(n / 1000)).padStart(2, '0')}.${String(n % 1000).padStart(3, '0')}000000Z`;
const messages = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, n) => `line ${from + n}`);

function serve(size: number) {
  return (url: string): unknown => {
    const lines = Array.from({ length: size }, (_, n) => `${stamp(n)} line ${n}`).slice(
      -numberIn(url, 'tail', 100),
    );
    return { logs: lines, service: 'redis', count: lines.length };
  };
}

const linesOf = (signals: readonly Signal<ContainerRaw>[]) =>
  signals.map((signal) => {
    if (signal.type !== 'line') throw new Error(`not a line: ${signal.type}`);
    return signal.line;
  });
const decode = (content: string) =>
  linesOf(redis.decode({ data: JSON.stringify({ type: 'log', service: 'redis', content }) }, 'websocket'));

describe('a container service', () => {
  it('replays its tail, and on a reconnect enough to overlap the lines held', () => {
    const cursor = { delivered: 5 };
    expect(redis.live('websocket', undefined)).toEqual({
      url: `${BASE}/api/logs/ws/redis?tail=100`,
      token: { query: 'token' },
      replayLines: 100,
    });
    expect(redis.live('websocket', cursor).replayLines).toBe(1_000);
    expect(backend.service('redis', { tail: 5_000 }).live('websocket', cursor).replayLines).toBe(5_000);
    expect(
      containers({ baseUrl: BASE, tail: 7 }).service('redis').live('websocket', undefined).replayLines,
    ).toBe(7);
  });

  it('splits the content of a message into lines', () => {
    const lines = decode(`${stamp(1)} one\r\n${stamp(2)} \n${stamp(3)} ERROR: three\n`);
    expect(lines.map(({ message, timestamp, level }) => [message, timestamp, level])).toEqual([
      ['one', stamp(1), 'info'],
      ['', stamp(2), 'info'],
      ['ERROR: three', stamp(3), 'error'],
    ]);
  });

  it("leaves colours, progress bars and the service's own timestamps as they are", () => {
    expect(decode('10%\r20%\r30%')[0]).toMatchObject({ message: '10%\r20%\r30%' });
    expect(decode('2026-01-15 10:30:00 ERROR own stamp')[0]).toMatchObject({
      message: '2026-01-15 10:30:00 ERROR own stamp',
      level: 'error',
    });
    expect(decode('2026-01-15 10:30:00 ERROR own stamp')[0]).not.toHaveProperty('timestamp');
    expect(decode('2026-01-15T10:30:00.123456789 no zone')[0]).not.toHaveProperty('timestamp');
    expect(decode('')[0]).toMatchObject({ message: '' });
  });

  it('treats an error in a list as an error, not as an empty log', () => {
    const request = redis.start?.({ lines: 10 }) as PageRequest;
    expect(() => request.decode({ logs: [], error: 'Service redis not found' })).toThrow(
      expect.objectContaining({ kind: 'not-found', retryable: false }),
    );
    expect(() => request.decode({ logs: [], error: 'engine is down' })).toThrow(
      expect.objectContaining({ kind: 'rejected' }),
    );
    expect(request.decode({ logs: [], error: null }).lines).toEqual([]);
  });

  it('reports that older lines may exist if a response is full', () => {
    expect(drain(redis.start?.({ lines: 50 }) as PageRequest, serve(300)).pages[0]?.truncated).toBe(true);
    expect(drain(redis.start?.({ lines: 50 }) as PageRequest, serve(30)).pages[0]?.truncated).toBe(false);
    expect(numberIn((redis.start?.({ lines: 1e9 }) as PageRequest).url, 'tail', 0)).toBe(10_000);
    const older = drain(
      redis.older?.({ oldest: undefined, newer: 20, limit: 30 }) as PageRequest,
      serve(300),
    ).pages;
    expect(messagesOf(older)).toEqual(messages(250, 300));
  });

  it('polls a short tail, and a long one only if the short one does not overlap the lines held', () => {
    const cursor = (n: number) => ({ lastTimestamp: stamp(n), delivered: n });
    const near = drain(redis.poll?.(cursor(4_500), { lines: 100 }) as PageRequest, serve(5_000));
    expect(near.urls.map((url) => numberIn(url, 'tail', 0))).toEqual([1_000]);
    expect(messagesOf(near.pages)).toEqual(messages(4_000, 5_000));
    const far = drain(redis.poll?.(cursor(3_000), { lines: 100 }) as PageRequest, serve(5_000));
    expect(far.urls.map((url) => numberIn(url, 'tail', 0))).toEqual([1_000, 10_000]);
    expect(messagesOf(far.pages)).toEqual(messages(0, 5_000));
    const first = drain(redis.poll?.(undefined, { lines: 100 }) as PageRequest, serve(5_000));
    expect(messagesOf(first.pages)).toEqual(messages(4_900, 5_000));
  });

  it.each([0, 10_001, 1.5])('refuses a tail of %j', (tail) => {
    expect(() => backend.service('redis', { tail })).toThrow(/tail must be a whole number from 1 to 10000/);
    expect(() => containers({ baseUrl: BASE, tail })).toThrow(/tail must be/);
  });

  it('refuses to open the status stream as a service', () => {
    expect(() => backend.service('status')).toThrow(/use containers\(…\)\.status\(\)/);
  });

  it('is a different log with a different tail', () => {
    expect(backend.service('redis', { tail: 5 }).key).not.toBe(redis.key);
  });
});

describe('a frame of a container service', () => {
  const log = (content: string): object => ({ type: 'log', service: 'redis', content });
  const json = (value: unknown): string => JSON.stringify(value);
  const told = (data: string): string[] =>
    redis
      .decode({ data }, 'websocket')
      .map((signal) => (signal.type === 'line' ? signal.line.message : `(${signal.type})`));

  it('may contain one message, a list of them, or one per line', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (texts) => {
        const messages = texts.map(log);
        const wanted = texts.flatMap((text) => decode(text).map(({ message }) => message));
        expect(told(json(messages))).toEqual(wanted);
        expect(told(`${JSON.stringify(messages, null, 2)}\n`)).toEqual(wanted);
        for (const between of ['\n', '\r\n', '\n\n'])
          expect(told(messages.map(json).join(between))).toEqual(wanted);
        expect(told(messages.map((message) => json([message, message])).join('\n'))).toHaveLength(
          2 * wanted.length,
        );
      }),
    );
  });

  it('gives each line the message that contained it as `raw`', () => {
    const lines = linesOf(
      redis.decode({ data: `${json(log(`${stamp(1)} a\nb`))}\n${json(log('ERROR: c'))}` }, 'websocket'),
    );
    expect(lines).toMatchObject([
      { message: 'a', timestamp: stamp(1), raw: log(`${stamp(1)} a\nb`) },
      { message: 'b', raw: log(`${stamp(1)} a\nb`) },
      { message: 'ERROR: c', level: 'error', raw: log('ERROR: c') },
    ]);
  });

  it('decodes each part of a mixed frame by itself', () => {
    const own = '{"level":30, "msg":"own"}';
    expect(told(['  bare text ', json(log('a')), own, '{"half":', json(log('b')), '7'].join('\n'))).toEqual([
      '  bare text ',
      'a',
      own,
      '{"half":',
      'b',
      '7',
    ]);
    expect(told(json(['bare\ntext', log('a'), { level: 30 }, null, [log('b')]]))).toEqual([
      'bare',
      'text',
      'a',
      '{"level":30}',
      'null',
      json([log('b')]),
    ]);
    const others = [
      log('a'),
      { type: 'log' },
      { type: 'ping' },
      { type: 'status_update' },
      { type: 'error' },
    ];
    const wanted = ['a', '(malformed)', '(unknown)', '(ignored)', '(fatal)'];
    expect(told(json(others))).toEqual(wanted);
    expect(told(others.map(json).join('\n'))).toEqual(wanted);
    expect(told(json([{ type: 'error', message: 'engine is down' }]))).toEqual(['(fatal)']);
  });

  it.each([
    ['text', ['one', '', ' two']],
    ['JSON of the service', ['{"level":30,"msg":"a"}', '{"level":50,"msg":"b"}']],
    ['JSON with types of its own', ['{"type":"request","id":1}', '{"type":"error","message":"b"}']],
    ['an error of the service', ['it failed:', '{"type":"error","message":"Service x not found"}']],
    ['lists', ['[INFO] start', '[]', '["a"]', '[{"type":"error"},7]', '[1, 2]']],
  ])('holds raw lines when it holds %s', (_what, lines) => {
    expect(told(lines.join('\n'))).toEqual(lines);
    expect(linesOf(redis.decode({ data: lines.join('\n') }, 'websocket'))[0]?.raw).toBe(lines.join('\n'));
  });

  it.each(['[INFO] [pool]', '[]', '["a"]', '[1, 2]', '[{"level": 30}]', '[{"type":"request"}]'])(
    'is a line of text if it is %j',
    (text) => {
      expect(told(text)).toEqual([text]);
    },
  );

  it('is decoded beyond a part that is nested too deeply to be serialised', () => {
    const deep = '['.repeat(50_000) + ']'.repeat(50_000);
    const read = told(`[${json(log('a'))},${deep},${json(log('b'))}]`);
    expect(read).toHaveLength(3);
    expect([read[0], read[2]]).toEqual(['a', 'b']);
  });
});

describe('the typed methods of the container backend', () => {
  const answering = (body: unknown) => vi.fn<typeof fetch>(() => Promise.resolve(Response.json(body)));

  it('list the services', async () => {
    const fetch = answering({
      services: [
        { service: 'redis', status: 'running', container_id: 'c1' },
        { status: 'running' },
        null,
        { service: 'db', status: 7 },
      ],
    });
    await expect(
      containers({ baseUrl: BASE, fetch: answering({ services: null }) }).services(),
    ).resolves.toEqual([]);
    expect(await containers({ baseUrl: BASE, token: 'secret', fetch }).services()).toEqual([
      { service: 'redis', status: 'running', container_id: 'c1' },
      { service: 'db', status: 'unknown', container_id: '' },
    ]);
    const [url, init] = fetch.mock.calls[0] as [string, RequestInit];
    expect(url).toBe(`${BASE}/api/logs`);
    expect(init.headers).toMatchObject({ Authorization: 'Bearer secret' });
  });

  it('return the newest lines of a service', async () => {
    const fetch = answering({ logs: ['a', 7, 'b'], service: 'redis', count: 3 });
    expect(await containers({ baseUrl: BASE, fetch }).serviceLogs('redis', { tail: 3 })).toEqual({
      logs: ['a', 'b'],
      service: 'redis',
      count: 3,
      malformed: [{ reason: 'a line must be a string', data: '7' }],
    });
    await expect(containers({ baseUrl: BASE, fetch }).serviceLogs('redis', { tail: 0 })).rejects.toThrow(
      /tail must be/,
    );
    await expect(containers({ baseUrl: BASE, fetch }).serviceLogs('')).rejects.toThrow(
      /service name is missing/,
    );
    await expect(
      containers({ baseUrl: BASE, fetch: answering({ logs: [], error: 'Service x not found' }) }).serviceLogs(
        'x',
      ),
    ).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('the status stream', () => {
  const status = backend.status();

  it('has a URL without the token', () => {
    expect(status).toMatchObject({
      url: `${BASE}/api/logs/ws/status`,
      token: { query: 'token' },
      tokenSource: 'secret',
      backend: 'containers',
    });
    expect(status.key + status.url + status.title).not.toContain('secret');
  });

  it('reports changes', () => {
    const changes = [
      { service: 'redis', status: 'running', health: 'healthy' },
      { service: 'db', status: 'exited', health: null },
      { status: 'running' },
      null,
    ];
    expect(status.decode(JSON.stringify({ type: 'status_update', changes }))).toEqual({
      type: 'changes',
      changes: [
        { service: 'redis', status: 'running', health: 'healthy' },
        { service: 'db', status: 'exited' },
      ],
    });
  });

  it('distinguishes a server that fails from one that has no status stream', () => {
    expect(status.decode('{"type":"error","message":"engine is down"}')).toMatchObject({
      type: 'error',
      error: { kind: 'rejected' },
    });
    expect(
      status.decode('{"type":"error","message":"Service status not found or not running"}'),
    ).toMatchObject({
      type: 'error',
      error: { kind: 'unsupported', message: expect.stringContaining('services()') },
    });
  });

  it.each(['', 'text', '[]', 'null', '{}', '{"type":"status_update"}', '{"type":"log","content":"x"}'])(
    'reports nothing for %j',
    (data) => {
      expect(status.decode(data)).toBeUndefined();
    },
  );
});
