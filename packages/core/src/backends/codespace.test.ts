import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { codespace, type CodespaceLog } from './codespace.js';
import type { Page, PageRequest } from './source.js';
import { drain, messagesOf, numberIn } from './testing/drain.js';

const BASE = 'https://logs.example';
const task = codespace({ baseUrl: BASE, token: 'secret' }).task('t1');

const log = (n: number): CodespaceLog => ({
  id: `id-${n}`,
  step_name: 'step',
  log_type: 'info',
  message: `line ${n}`,
  created_at: new Date(Date.UTC(2026, 0, 15) + Math.floor(n / 3)).toISOString(), // three logs a millisecond
});

interface ServerOptions {
  /** Logs written between two requests. */
  readonly growth?: number;
  /** Oldest logs removed between two requests. */
  readonly removed?: number;
  readonly inclusive?: boolean;
  /** Fields to leave out. */
  readonly without?: readonly string[];
}

/** A server with `size` logs, as the protocol describes it. */
function serve(
  size: number,
  { growth = 0, removed = 0, inclusive = false, without = [] }: ServerOptions = {},
) {
  let logs = Array.from({ length: size }, (_, n) => log(n));
  /** Logs ever written. */
  let ever = size;
  return (url: string): unknown => {
    const query = new URL(url).searchParams;
    const limit = numberIn(url, 'limit', 50);
    const offset = numberIn(url, 'offset', 0);
    expect(limit).toBeGreaterThanOrEqual(1);
    expect(limit).toBeLessThanOrEqual(500);
    const since = query.get('since');
    const wanted = logs.filter(
      ({ created_at }) => since === null || created_at > since || (inclusive && created_at === since),
    );
    const sorted = query.get('sort_order') === 'asc' ? wanted : [...wanted].reverse();
    const data = sorted.slice(offset, offset + limit);
    const more = offset + data.length < wanted.length;
    const written = Array.from({ length: growth }, (_, n) => log(ever + n));
    ever += growth;
    logs = [...logs, ...written].slice(removed);
    const body: Record<string, unknown> = {
      status: 'success',
      data,
      total_count: wanted.length,
      has_more: more,
      next_offset: more ? offset + data.length : null,
      message: 'ok',
    };
    for (const field of without) delete body[field];
    return body;
  };
}

const messages = (from: number, to: number): string[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, n) => `line ${from + n}`);
const pagesOf = (
  request: PageRequest<CodespaceLog> | undefined,
  server: (url: string) => unknown,
): readonly Page[] => drain(request as PageRequest<CodespaceLog>, server).pages;

describe('a codespace task', () => {
  it('starts with the newest lines, oldest first, and never requests a descending list', () => {
    fc.assert(
      fc.property(fc.nat(2_500), fc.integer({ min: 1, max: 2_500 }), (size, lines) => {
        const { pages, urls } = drain(task.start?.({ lines }) as PageRequest, serve(size));
        expect(messagesOf(pages)).toEqual(messages(Math.max(0, size - lines), size));
        expect(pages.some((page) => page.truncated)).toBe(size > lines);
        for (const url of urls) expect(new URL(url).searchParams.get('sort_order')).toBe('asc');
      }),
      { numRuns: 30 },
    );
  });

  it('neither skips nor repeats a row while new ones are written', () => {
    expect(messagesOf(pagesOf(task.start?.({ lines: 1_200 }), serve(3_000, { growth: 7 })))).toEqual(
      messages(1_800, 3_021), // the fourth request reads what was written after the first three
    );
  });

  it('neither skips nor repeats a row while the oldest ones are removed', () => {
    fc.assert(
      fc.property(fc.nat(120), fc.nat(120), (growth, removed) => {
        const server = { growth, removed };
        for (const request of [task.start?.({ lines: 1_700 }), task.catchUp?.({ delivered: 0 })]) {
          const pages = pagesOf(request, serve(2_000, server));
          const lines = messagesOf(pages);
          const first = Number(lines[0]?.split(' ')[1]);
          expect(lines).toEqual(messages(first, first + lines.length));
          expect(first + lines.length).toBeGreaterThanOrEqual(2_000);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('does not go on where it cannot tell whether rows are missing', () => {
    const request = task.catchUp?.({ delivered: 0 });
    expect(() => pagesOf(request, serve(3_000, { removed: 600 }))).toThrow(
      expect.objectContaining({ kind: 'protocol', retryable: true }),
    );
  });

  it('loads older lines that follow on one another while the oldest ones are removed', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.integer({ min: 1, max: 1_200 }), (removed, limit) => {
        const request = task.older?.({ oldest: undefined, newer: 1_000, limit });
        const pages = pagesOf(request, serve(4_000, { removed }));
        const lines = messagesOf(pages);
        const first = Number(lines[0]?.split(' ')[1]);
        expect(lines).toEqual(messages(first, first + lines.length));
      }),
      { numRuns: 40 },
    );
  });

  it('reads everything if the server does not report a total', () => {
    const server = serve(1_700, { without: ['total_count', 'has_more', 'next_offset'] });
    expect(messagesOf(pagesOf(task.start?.({ lines: 10 }), server))).toEqual(messages(0, 1_700));
  });

  it('believes a total that is a number as text', () => {
    const server = serve(1_700);
    const answer = (url: string): unknown => ({ ...(server(url) as object), total_count: '1700' });
    expect(messagesOf(pagesOf(task.start?.({ lines: 10 }), answer))).toEqual(messages(1_690, 1_700));
  });

  it.each([false, true])(
    'catches up from the cursor, whether `since` includes it (%s) or not',
    (inclusive) => {
      const since = log(600).created_at; // logs 600, 601 and 602 share it
      const lines = messagesOf(pagesOf(task.catchUp?.({ since, delivered: 5 }), serve(2_000, { inclusive })));
      expect(lines).toEqual(messages(inclusive ? 600 : 603, 2_000));
    },
  );

  it('catches up from the beginning without a cursor', () => {
    expect(messagesOf(pagesOf(task.catchUp?.({ delivered: 0 }), serve(700)))).toEqual(messages(0, 700));
  });

  it('loads older lines on one page that overlaps the lines held', () => {
    fc.assert(
      fc.property(fc.nat(1_500), fc.nat(1_500), fc.integer({ min: 1, max: 1_200 }), (size, held, limit) => {
        const newer = Math.min(size, held);
        const pages = pagesOf(task.older?.({ oldest: undefined, newer, limit }), serve(size));
        const end = size - newer;
        const from = Math.max(0, end - limit);
        expect(pages.filter((page) => page.lines.length > 0).length).toBeLessThanOrEqual(1);
        expect(messagesOf(pages)).toEqual(end === 0 ? [] : messages(from, Math.min(size, end + 50)));
        expect(pages.at(-1)?.truncated ?? false).toBe(end > 0 && from > 0);
      }),
      { numRuns: 40 },
    );
  });

  it('reports older lines as unavailable if the server does not report a total', () => {
    const pages = pagesOf(
      task.older?.({ oldest: undefined, newer: 5, limit: 10 }),
      serve(100, { without: ['total_count'] }),
    );
    expect(pages).toEqual([{ lines: [], malformed: [], truncated: true }]);
  });

  it('tells logs apart whose ids are numbers that parsing rounds to the same one', () => {
    const keys = ['9007199254740992', '9007199254740993'].map((id, at) => {
      const data = JSON.stringify({ ...log(at), id: 0 }).replace('"id":0', `"id":${id}`);
      const [signal] = task.decode({ event: 'log', data }, 'sse');
      return signal?.type === 'line' ? task.identify(signal.line) : undefined;
    });
    expect(new Set(keys).size).toBe(2);
    expect(keys).not.toContain(undefined);
  });

  it('resumes the stream from the cursor, with the configured timeout', () => {
    const source = codespace({ baseUrl: BASE, timeout: 60 }).task('t1');
    expect(source.live('sse', undefined).url).toBe(`${BASE}/codespace/task/t1/logs/stream?timeout=60`);
    expect(source.live('sse', { since: '2026-01-15T10:30:00+00:00', delivered: 1 }).url).toBe(
      `${BASE}/codespace/task/t1/logs/stream?since=2026-01-15T10%3A30%3A00%2B00%3A00&timeout=60`,
    );
    for (const timeout of [29, 1801, 60.5])
      expect(() => codespace({ baseUrl: BASE, timeout })).toThrow(
        /timeout must be a whole number from 30 to 1800/,
      );
  });
});

describe('the typed methods of a codespace task', () => {
  const answering = (body: unknown) => vi.fn<typeof fetch>(() => Promise.resolve(Response.json(body)));

  it("send every parameter and return the server's rows", async () => {
    const fetch = answering({ ...(serve(2)(`${BASE}/?limit=2`) as object), data: [log(1), null, log(0)] });
    const page = await codespace({ baseUrl: BASE, token: () => 'secret', fetch })
      .task('t1')
      .logs({
        limit: 500,
        offset: 20,
        logType: 'error',
        stepName: 'bu+ild',
        search: 'a b',
        sortBy: 'step_name',
        sortOrder: 'asc',
        since: '2026-01-15T10:30:00+02:00',
      });
    expect(page).toEqual({
      status: 'success',
      data: [log(1), log(0)],
      total_count: 2,
      has_more: false,
      next_offset: null,
      message: 'ok',
      malformed: [{ reason: 'a log must be an object', data: 'null' }],
    });
    const [url, init] = fetch.mock.calls[0] as [string, RequestInit];
    expect(Object.fromEntries(new URL(url).searchParams)).toEqual({
      limit: '500',
      offset: '20',
      log_type: 'error',
      step_name: 'bu+ild',
      search: 'a b',
      sort_by: 'step_name',
      sort_order: 'asc',
      since: '2026-01-15T10:30:00+02:00',
    });
    expect(init.headers).toMatchObject({ Authorization: 'Bearer secret' });
    expect(url).not.toContain('secret');
  });

  it.each([
    [{ limit: 0 }, /limit must be a whole number from 1 to 500/],
    [{ limit: 501 }, /limit/],
    [{ offset: -1 }, /offset must be a whole number of at least 0/],
    [{ logType: 'loud' }, /logType must be one of thinking, coding, info, error, success/],
    [{ sortBy: 'message' }, /sortBy must be one of/],
    [{ sortOrder: 'up' }, /sortOrder must be one of asc, desc/],
    [{ since: 'yesterday' }, /since must be an ISO 8601/],
  ])('refuse %j before anything is sent', async (query, message) => {
    const fetch = answering({});
    await expect(
      codespace({ baseUrl: BASE, fetch })
        .task('t1')
        .logs(query as object),
    ).rejects.toThrow(message);
    expect(fetch).not.toHaveBeenCalled();
  });

  it('reject with a typed error, and pass the signal on', async () => {
    const refusing = vi.fn<typeof fetch>(() =>
      Promise.resolve(Response.json({ detail: 'no' }, { status: 401 })),
    );
    await expect(
      codespace({ baseUrl: BASE, fetch: refusing, token: 'secret' }).task('t').logs(),
    ).rejects.toMatchObject({
      kind: 'unauthorized',
      message: expect.not.stringContaining('secret'),
    });
    const signal = AbortSignal.abort();
    const hanging = vi.fn<typeof fetch>((_url, init) =>
      init?.signal?.aborted ? Promise.reject(new Error('aborted')) : new Promise(() => undefined),
    );
    await expect(
      codespace({ baseUrl: BASE, fetch: hanging }).task('t').logs({ signal }),
    ).rejects.toMatchObject({
      kind: 'aborted',
    });
  });
});
