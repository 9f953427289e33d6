import { describe, expect, it } from 'vitest';
import type { DecodedLine } from '../entry.js';
import { defineBackend } from './custom.js';
import type { BackendDefinition } from './definition.js';
import type { PageRequest, Signal } from './source.js';
import { drain, messagesOf } from './testing/drain.js';

interface Row {
  readonly ts: string;
  readonly lvl: string;
  readonly msg: string;
}
const row = (n: number): Row => ({ ts: `2026-01-15T10:30:00.00${n}Z`, lvl: 'WARN', msg: `line ${n}` });

/** The complete example of the documentation. */
const lake = defineBackend<Row>({
  name: 'lake',
  transports: ['polling'],
  line: (raw) => ({ timestamp: raw.ts, level: raw.lvl, message: raw.msg }),
  start: ({ id, lines }) => ({ path: ['logs', id], query: { last: lines }, format: 'ndjson' }),
  catchUp: ({ id, cursor }) => ({ path: ['logs', id], query: { since: cursor.since }, format: 'ndjson' }),
});

const live: BackendDefinition<Row> = {
  name: 'tower',
  transports: ['sse', 'websocket'],
  live: ({ id, transport, cursor }) => ({ path: `/${transport}`, query: { id, since: cursor?.since } }),
  line: (raw) =>
    raw.msg === undefined ? undefined : { message: raw.msg, level: raw.lvl, timestamp: raw.ts },
};
const config = { baseUrl: 'http://h/api/', token: 'secret' };
const types = (signals: readonly Signal<Row>[]): string[] =>
  signals.map((signal) => (signal.type === 'line' ? signal.line.message : signal.type));

describe('an NDJSON endpoint', () => {
  const source = lake(config).log('or/ders');

  it('is a source', () => {
    expect(source).toMatchObject({
      backend: 'lake',
      key: 'lake http://h/api or/ders',
      title: 'lake or/ders',
      token: 'secret',
      transports: ['polling'],
      identity: 'count',
      liveStart: 'now',
    });
    expect(() => source.live('sse', undefined)).toThrow(expect.objectContaining({ kind: 'unsupported' }));
  });

  it('is decoded line by line', () => {
    const request = source.start?.({ lines: 5 }) as PageRequest<Row>;
    expect(request).toMatchObject({
      url: 'http://h/api/logs/or%2Fders?last=5',
      token: 'header',
      expect: 'text',
    });
    const page = request.decode(`${JSON.stringify(row(1))}\n{"half\n\n${JSON.stringify(row(2))}\r\n`);
    expect(page.lines).toEqual(
      [1, 2].map((n) => ({
        message: `line ${n}`,
        level: 'warn',
        timestamp: row(n).ts,
        time: Date.parse(row(n).ts),
        labels: {},
        raw: row(n),
      })),
    );
    expect(page.malformed).toEqual([{ reason: 'the row is not JSON', data: '{"half' }]);
    expect((source.catchUp?.({ since: '2026-01-15T10:30:00+00:00', delivered: 1 }) as PageRequest).url).toBe(
      'http://h/api/logs/or%2Fders?since=2026-01-15T10%3A30%3A00%2B00%3A00',
    );
  });

  it('requires an id if its path contains one', () => {
    expect(() => lake(config).log().start?.({ lines: 1 })).toThrow(
      expect.objectContaining({ kind: 'invalid-argument' }),
    );
  });
});

describe('a backend with a live stream', () => {
  const source = defineBackend(live)(config).log('7');

  it('has a URL, and a place for the token', () => {
    expect(source.live('sse', undefined)).toEqual({ url: 'http://h/api/sse?id=7', token: 'header' });
    expect(source.live('websocket', { since: 'a+b', delivered: 1 })).toEqual({
      url: 'http://h/api/websocket?id=7&since=a%2Bb',
      token: { query: 'token' },
    });
  });

  it('decodes one object, a list, or one object per line', () => {
    const [one, two] = [JSON.stringify(row(1)), JSON.stringify(row(2))];
    for (const data of [`${one}\n${two}`, `[${one},${two}]`])
      expect(types(source.decode({ data }, 'websocket'))).toEqual(['line 1', 'line 2']);
    expect(types(source.decode({ data: '{"other":1}' }, 'websocket'))).toEqual(['ignored']);
    expect(types(source.decode({ data: 'nonsense' }, 'websocket'))).toEqual(['malformed']);
    // `line` reads a field of null here, and throws.
    expect(source.decode({ data: 'null' }, 'websocket')).toMatchObject([
      { type: 'malformed', reason: expect.stringContaining('line() threw') },
    ]);
  });

  it('knows the usual events, and those of its definition', () => {
    const all = defineBackend({
      ...live,
      events: { done: 'complete', error: 'ignored', __proto__: 'line' } as never,
    })(config).log('7');
    const event = (name: string, data = '{}') => types(all.decode({ event: name, data }, 'sse'));
    expect(event('log', JSON.stringify(row(1)))).toEqual(['line 1']);
    expect(
      ['ping', 'heartbeat', 'timeout', 'complete', 'done', 'error', 'what', 'toString'].map(
        (name) => event(name)[0],
      ),
    ).toEqual(['heartbeat', 'heartbeat', 'timeout', 'complete', 'complete', 'ignored', 'unknown', 'unknown']);
    expect(source.decode({ event: 'error', data: '{"error":"no such log"}' }, 'sse')).toMatchObject([
      { type: 'fatal', error: { kind: 'not-found' } },
    ]);
    expect(source.decode({ event: 'complete', data: '{"status":"ok"}' }, 'sse')).toEqual([
      { type: 'complete', status: 'ok' },
    ]);
  });

  it('may read text, or decode frames by hand', () => {
    const text = defineBackend<string>({
      name: 'plain',
      transports: ['websocket'],
      frames: 'text',
      live: () => ({ path: '/ws', replayLines: 10, token: 'none' }),
      line: (raw) => ({ message: raw }),
      decode: (frame, { line }) => (frame.data.startsWith('!') ? [line(frame.data.slice(1))] : undefined),
    })(config).log();
    expect(text).toMatchObject({ title: 'plain', key: 'plain http://h/api ' });
    expect(text.live('websocket', undefined)).toEqual({
      url: 'http://h/api/ws',
      token: 'none',
      replayLines: 10,
    });
    expect(text.decode({ data: '  indented\nERROR: x\n' }, 'websocket')).toMatchObject([
      { line: { message: '  indented', level: 'info' } },
      { line: { message: 'ERROR: x', level: 'error' } },
    ]);
    expect(text.decode({ data: '!by\nhand' }, 'websocket')).toMatchObject([
      { line: { message: 'by\nhand' } },
    ]);
  });

  it('does not let a definition that throws end the stream', () => {
    const broken = defineBackend<Row>({
      ...live,
      decode: () => {
        throw new Error('oops');
      },
    })(config).log('7');
    expect(broken.decode({ data: '{}' }, 'sse')).toMatchObject([
      { type: 'malformed', reason: 'decode() threw: oops' },
    ]);
  });
});

describe('a list of a custom backend', () => {
  interface Item {
    readonly n: number;
  }
  const items = defineBackend<Item>({
    name: 'items',
    transports: ['polling'],
    identity: 'id',
    line: ({ n }) => ({
      id: n,
      message: `item ${n}`,
      labels: { kind: 'a', n, none: null, empty: '' },
      progress: n,
      metadata: { n },
    }),
    start: () => page(0),
    catchUp: () => ({ path: '/all' }),
    older: ({ oldest, newer }) => ({ path: '/older', query: { newer, n: oldest?.raw.n }, format: 'text' }),
    probe: () => ({ path: '/me' }),
    download: ({ id, date }) => ({ path: ['file', id], query: { date }, filename: 'items.txt' }),
  });
  function page(at: number): ReturnType<NonNullable<BackendDefinition<Item>['catchUp']>> {
    return {
      path: '/items',
      query: { at },
      rows: (body) => (body as { items: unknown[] }).items,
      next: (_body, received) => (received === 2 ? page(at + 2) : undefined),
      about: () => ({ total: 3 }),
    };
  }
  const source = items(config).log('x');

  it('is paged as defined', () => {
    const { pages, urls } = drain(source.start?.({ lines: 9 }) as PageRequest<Item>, (url) =>
      url.endsWith('at=0') ? { items: [{ n: 1 }, { n: 2 }] } : { items: [{ n: 3 }] },
    );
    expect(messagesOf(pages)).toEqual(['item 1', 'item 2', 'item 3']);
    expect(urls).toEqual(['http://h/api/items?at=0', 'http://h/api/items?at=2']);
    expect(pages[0]).toMatchObject({ total: 3 });
    expect(pages[0]?.lines[0]).toMatchObject({
      id: '1',
      labels: { kind: 'a', n: '1' },
      progress: 1,
      metadata: { n: 1 },
    });
    expect(source.identify(pages[0]?.lines[0] as DecodedLine<Item>)).toBe('1');
  });

  it('rejects with a protocol error, not a network error, if the response has an unexpected shape', () => {
    for (const body of [null, {}, 'text', 7])
      expect(() => (source.start?.({ lines: 9 }) as PageRequest).decode(body)).toThrow(
        expect.objectContaining({ kind: 'protocol' }),
      );
    expect(() => source.catchUp?.({ delivered: 0 }).decode({ items: [] })).toThrow(
      /^The list of logs of items x did not answer with a list, or rows\(\) does not find it\. /,
    );
  });

  it('takes null for an empty list, as Go servers write one, in the response and as the response', () => {
    const items = defineBackend({
      name: 'items',
      transports: ['polling'],
      line: () => ({ message: '' }),
      start: () => ({ path: '/items', rows: (body) => (body as { items: unknown[] }).items }),
      catchUp: () => ({ path: '/items' }),
    })(config).log('x');
    const start = items.start?.({ lines: 9 }) as PageRequest;
    expect(start.decode({ items: null })).toMatchObject({ lines: [] });
    const catchUp = items.catchUp?.({ delivered: 0 }) as PageRequest;
    expect(catchUp.decode(null)).toMatchObject({ lines: [] });
  });

  it('may be text that is cut into rows by hand, such as without a last line that is still being written', () => {
    const files = defineBackend<string>({
      name: 'files',
      transports: ['polling'],
      line: (message) => ({ message }),
      start: () => ({ path: '/a', format: 'text' }),
      catchUp: () => ({
        path: '/b',
        format: 'text',
        rows: (text) => (text as string).split('\n').slice(0, -1),
      }),
    })(config).log('x');
    const text = 'one\n\ntwo\nthr';
    const start = files.start?.({ lines: 9 }) as PageRequest;
    expect(messagesOf([start.decode(text)])).toEqual(['one', '', 'two', 'thr']);
    const catchUp = files.catchUp?.({ delivered: 0 }) as PageRequest;
    expect(messagesOf([catchUp.decode(text)])).toEqual(['one', '', 'two']);
  });

  it('assumes older lines if a response is full and does not say otherwise', () => {
    const texts = (count: number) => Array.from({ length: count }, (_, n) => ({ n }));
    const answer = (wanted: number, count: number, about?: { total?: number; truncated?: boolean }) => {
      const source = defineBackend<Item>({
        name: 'items',
        transports: ['polling'],
        line: ({ n }) => ({ message: String(n) }),
        start: () => ({ path: '/items', ...(about ? { about: () => about } : {}) }),
        older: () => ({ path: '/items', ...(about ? { about: () => about } : {}) }),
        catchUp: () => ({ path: '/items' }),
      })(config).log('x');
      const first = source.start?.({ lines: wanted }).decode(texts(count));
      const before = source.older?.({ oldest: undefined, newer: 0, limit: wanted }).decode(texts(count));
      expect(before?.truncated).toBe(first?.truncated);
      return first?.truncated;
    };
    expect(answer(3, 3)).toBe(true);
    expect(answer(3, 2)).toBe(false);
    expect(answer(3, 3, { total: 4 })).toBe(true);
    expect(answer(3, 3, { total: 3 })).toBe(false);
    expect(answer(3, 3, { truncated: false })).toBe(false);
    // A catch-up begins at the cursor, so nothing older is missing.
    expect(source.catchUp?.({ delivered: 0 }).decode(texts(3)).truncated).toBe(false);
  });

  it('has the other requests of its definition', () => {
    expect((source.older?.({ oldest: undefined, newer: 5, limit: 1 }) as PageRequest).expect).toBe('text');
    expect((source.probe?.() as PageRequest).url).toBe('http://h/api/me');
    expect(source.download?.({ date: '2026-01-15' })).toEqual({
      url: 'http://h/api/file/x?date=2026-01-15',
      token: 'header',
      filename: 'items.txt',
    });
  });
});

describe('defineBackend', () => {
  it.each([
    [{ name: '' }, /name is missing/],
    [{ line: undefined }, /line is missing/],
    [{ transports: [] }, /transports is empty/],
    [{ transports: undefined }, /transports is empty/],
    [{ transports: ['pigeon'] }, /no transport "pigeon"/],
    [{ live: undefined }, /sse needs live/],
    [{ transports: ['sse', 'polling'] }, /polling needs start and catchUp/],
    [{ identity: 'hash' }, /identity must be/],
    [{ liveStart: 'later' }, /liveStart must be/],
    [{ events: { row: 'log' } }, /a meaning in events must be one of line, .* not "log"/],
  ])('refuses %j', (change, message) => {
    expect(() => defineBackend({ ...live, ...change } as BackendDefinition<Row>)).toThrow(message);
  });

  it('refuses an invalid configuration', () => {
    expect(() => lake({ baseUrl: 'nowhere' })).toThrow(expect.objectContaining({ kind: 'invalid-argument' }));
  });
});

describe('the text of a custom download', () => {
  const source = defineBackend<string>({
    name: 'shelf',
    transports: ['polling'],
    frames: 'text',
    line: (raw) => ({ message: raw }),
    start: () => ({ path: '/log', format: 'text' }),
    catchUp: () => ({ path: '/log', format: 'text' }),
    download: ({ id }) => ({ path: ['file', id], filename: 'shelf.log' }),
    downloadLine(text, { id }) {
      const [, timestamp, message] = /^(\S+) (.*)$/s.exec(text) as unknown as [string, string, string];
      return { timestamp, message, labels: { id } };
    },
  })(config).log('7');

  it('is decoded as defined', () => {
    expect(source.downloadLine?.('2026-01-15T10:30:00Z WARN: full')).toEqual({
      timestamp: '2026-01-15T10:30:00Z',
      time: Date.UTC(2026, 0, 15, 10, 30),
      level: 'warn',
      message: 'WARN: full',
      labels: { id: '7' },
      raw: '2026-01-15T10:30:00Z WARN: full',
    });
  });

  it('keeps a line as it is if the definition cannot decode it', () => {
    expect(source.downloadLine?.('unreadable')).toEqual({
      level: 'info',
      message: 'unreadable',
      labels: {},
      raw: 'unreadable',
    });
  });

  it('is absent if the definition has none', () => {
    expect(lake(config).log('orders').downloadLine).toBeUndefined();
    const { download: _download, ...without } = { ...live, download: undefined };
    expect(() => defineBackend<Row>({ ...without, downloadLine: (message) => ({ message }) })).toThrow(
      /downloadLine needs download/,
    );
  });
});
