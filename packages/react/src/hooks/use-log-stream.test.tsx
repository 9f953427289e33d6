// @vitest-environment jsdom
import { codespace, createLogFeed, type LogFeed } from '@tailrace/core';
import type { MockServer } from '@tailrace/mock-server/node';
import { act, cleanup, renderHook, waitFor } from '@testing-library/react';
import { useEffect } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BASE_URL, demoToken, inProvider, startBackend } from '../testing/backend.js';
import { useLogFilter } from './use-log-filter.js';
import { useLogSearch } from './use-log-search.js';
import { useLogStats } from './use-log-stats.js';
import { useLogStream } from './use-log-stream.js';

const messages = (items: readonly { readonly kind: string }[]): string[] =>
  items.map((item) => ('message' in item ? String(item.message) : item.kind));

describe('useLogStream', () => {
  let backend: MockServer;
  beforeEach(() => {
    backend = startBackend();
  });

  const task = (token: string | (() => string) = demoToken) =>
    codespace({ baseUrl: BASE_URL, token }).task('demo');

  it('reads history and new lines over one connection, under StrictMode and with a new source in each render', async () => {
    backend.control.append('demo', ['one', 'two']);
    let opened = 0;
    backend.server.events.on('request:start', ({ request }) => {
      if (request.url.includes('/logs/stream')) opened += 1;
    });
    const { result, rerender } = renderHook(() => useLogStream(task(() => demoToken)), {
      wrapper: inProvider(),
    });
    await waitFor(() => expect(result.current.status).toBe('live'));
    rerender();
    rerender();
    act(() => backend.control.append('demo', 'three'));
    await waitFor(() => expect(messages(result.current.items)).toEqual(['one', 'two', 'three']));
    expect(result.current.view.length).toBe(3);
    expect(opened).toBe(1);
    expect(backend.control.connected()).toBe(1);
  });

  it('calls the newest token function', async () => {
    let token = 'old';
    const { result, rerender } = renderHook(
      ({ current }) =>
        useLogStream(
          task(() => current),
          { backoff: { base: 0, floor: 0 } },
        ),
      { wrapper: inProvider(), initialProps: { current: token } },
    );
    await waitFor(() => expect(result.current.error?.kind).toBe('unauthorized'));
    token = demoToken;
    rerender({ current: token });
    act(() => result.current.connect());
    await waitFor(() => expect(result.current.status).toBe('live'));
  });

  it('opens another stream only if the source or an option differs', async () => {
    const { result, rerender } = renderHook(({ lines }) => useLogStream(task(), { bufferLines: lines }), {
      wrapper: inProvider(),
      initialProps: { lines: 100 },
    });
    await waitFor(() => expect(result.current.status).toBe('live'));
    const first = result.current.stream;
    rerender({ lines: 100 });
    expect(result.current.stream).toBe(first);
    rerender({ lines: 200 });
    await waitFor(() => expect(result.current.stream).not.toBe(first));
    await waitFor(() => expect(result.current.status).toBe('live'));
    await waitFor(() => expect(backend.control.connected()).toBe(1));
  });

  it('never shows lines of another source, not even in one render', async () => {
    const feeds = { one: createLogFeed(), other: createLogFeed() } as const;
    feeds.one.append(['needle of one']);
    feeds.other.append(['needle of the other']);
    const shown: string[] = [];
    const { rerender } = renderHook(
      ({ name }: { name: keyof typeof feeds | undefined }) => {
        const { items, view, stream } = useLogStream(name && feeds[name]);
        const filtered = useLogFilter(stream, { text: 'needle' });
        const search = useLogSearch(filtered.filtered);
        const stats = useLogStats(stream);
        const { find } = search;
        useEffect(() => find('needle'), [find]);
        const texts = [...messages(items), ...messages([...view]), ...messages([...filtered.view])];
        for (const text of texts) shown.push(`${name}: ${text}`);
        for (const count of [stats.lines, search.total]) if (count > 0) shown.push(`${name}: counted`);
      },
      { wrapper: inProvider(), initialProps: { name: 'one' } },
    );
    await waitFor(() => expect(shown).toContain('one: counted'));
    rerender({ name: 'other' });
    await waitFor(() => expect(shown).toContain('other: needle of the other'));
    rerender({ name: undefined });
    expect(new Set(shown)).toEqual(
      new Set(['one: needle of one', 'one: counted', 'other: needle of the other', 'other: counted']),
    );
  });

  it('leaves nothing behind after unmounting', async () => {
    const { result, unmount } = renderHook(() => useLogStream(task()), { wrapper: inProvider() });
    await waitFor(() => expect(result.current.status).toBe('live'));
    unmount();
    await waitFor(() => expect(backend.control.connected()).toBe(0));
  });

  it('ends what it loads when it is unmounted, without an error that nobody could handle', async () => {
    let silent = false;
    const forever = new Promise<Response>(() => undefined);
    const options = {
      fetch: (...request: Parameters<typeof fetch>) => (silent ? forever : fetch(...request)),
    };
    const { result, unmount } = renderHook(() => useLogStream(task(), options), { wrapper: inProvider() });
    await waitFor(() => expect(result.current.status).toBe('live'));
    silent = true;
    const loading = result.current.loadOlder();
    unmount();
    expect(await loading).toBe(0);
  });

  it('is idle without a source, and reports an invalid option', async () => {
    const idle = renderHook(() => useLogStream(null), { wrapper: inProvider() });
    expect(idle.result.current).toMatchObject({ status: 'idle', items: [], stream: undefined });
    const wrong = renderHook(() => useLogStream(task(), { bufferLines: 0 }), { wrapper: inProvider() });
    await waitFor(() => expect(wrong.result.current.status).toBe('failed'));
    expect(wrong.result.current.error).toMatchObject({ kind: 'invalid-argument' });
  });

  it('creates no array of items unless it is read', async () => {
    const feed = createLogFeed();
    feed.append(['one', 'two']);
    const { result } = renderHook(() => useLogStream(feed), { wrapper: inProvider() });
    await waitFor(() => expect(result.current.view.length).toBe(2));
    const slice = vi.spyOn(result.current.view, 'slice');
    expect(slice).not.toHaveBeenCalled();
    expect(result.current.items).toHaveLength(2);
    expect(slice).toHaveBeenCalledOnce();
  });

  it('renders on a server, without a connection', () => {
    function Page() {
      const { status, view } = useLogStream(task());
      return (
        <p>
          {status} {view.length}
        </p>
      );
    }
    const Provided = inProvider();
    expect(renderToString(<Provided>{<Page />}</Provided>)).toContain('idle');
    expect(backend.control.connected()).toBe(0);
  });
});

describe('readers of a stream', () => {
  let feed: LogFeed;
  beforeEach(() => {
    feed = createLogFeed();
  });
  afterEach(cleanup);

  it('filter, find and count lines held and new lines', async () => {
    feed.append([
      { message: 'alpha needle' },
      { message: 'beta', level: 'error' },
      { message: 'needle needle', level: 'error' },
    ]);
    const { result, rerender } = renderHook(
      ({ level }: { level: 'info' | 'error' }) => {
        const { stream } = useLogStream(feed);
        const filtered = useLogFilter(stream, { levels: [level] });
        return { filtered, search: useLogSearch(filtered.filtered), stats: useLogStats(stream) };
      },
      { wrapper: inProvider(), initialProps: { level: 'error' } },
    );
    await waitFor(() => expect(result.current.filtered).toMatchObject({ shown: 2, held: 3, pending: false }));
    expect(result.current.stats.levels).toEqual({ info: 1, error: 2 });
    act(() => result.current.search.find('needle'));
    await waitFor(() => expect(result.current.search).toMatchObject({ current: 1, total: 2, currentSeq: 2 }));
    act(() => result.current.search.next());
    expect(result.current.search).toMatchObject({ current: 2, currentInLine: 1 });
    act(() => feed.append([{ message: 'a third needle', level: 'error' }]));
    await waitFor(() => expect(result.current.search.total).toBe(3));
    rerender({ level: 'info' });
    await waitFor(() => expect(result.current.filtered.shown).toBe(1));
    await waitFor(() => expect(result.current.search.total).toBe(1));
  });
});
