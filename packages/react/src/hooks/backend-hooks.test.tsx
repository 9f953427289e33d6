// @vitest-environment jsdom
import type { MockServer } from '@tailrace/mock-server/node';
import { act, render, renderHook, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { BASE_URL, demoToken, inProvider, startBackend } from '../testing/backend.js';
import { useCodespaceLogs } from './use-codespace-logs.js';
import { useLogHistory } from './use-log-history.js';
import { useLogStream } from './use-log-stream.js';
import { useServiceLogs } from './use-service-logs.js';
import { useServiceStatus } from './use-service-status.js';
import { useServices } from './use-services.js';
import { useStreamingStatus } from './use-streaming-status.js';
import { TailraceProvider, useTailrace } from '../provider.js';
import { LogSourceService, LogStreamingService, stratal } from '@tailrace/core';

let backend: MockServer;
beforeEach(() => {
  backend = startBackend();
});

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => `line ${from + index}`);

describe('useCodespaceLogs', () => {
  const texts = (logs: readonly { readonly message: string }[]): string[] =>
    logs.map(({ message }) => message);

  it('has the newest page, older ones on request, and new rows as they arrive, each once and in order', async () => {
    backend.control.append('demo', numbers(0, 120));
    const { result } = renderHook(() => useCodespaceLogs('demo', demoToken, { pageSize: 50, filters: {} }), {
      wrapper: inProvider({ token: '' }),
    });
    await waitFor(() => expect(texts(result.current.logs)).toEqual(numbers(70, 120)));
    expect(result.current).toMatchObject({ hasMore: true, nextOffset: 50, error: null });
    await waitFor(() => expect(result.current.isStreaming).toBe(true));
    await waitFor(() => expect(backend.control.connected()).toBe(1));
    act(() => backend.control.append('demo', numbers(120, 130)));
    await waitFor(() => expect(texts(result.current.logs)).toEqual(numbers(70, 130)));
    act(() => result.current.loadMore());
    await waitFor(() => expect(result.current.logs.length).toBeGreaterThan(60));
    await waitFor(() => expect(result.current.isLoading).toBe(false));
    act(() => result.current.loadMore());
    await waitFor(() => expect(result.current.hasMore).toBe(false));
    expect(texts(result.current.logs)).toEqual(numbers(0, 130));
    expect(result.current.nextOffset).toBeNull();
    expect(result.current.logs[0]).toMatchObject({ step_name: 'output', log_type: 'info' });
    act(() => backend.control.complete('demo'));
    await waitFor(() => expect(result.current.isStreaming).toBe(false));
    expect(result.current.error).toBeNull();
  });

  it('filters on the server and live', async () => {
    backend.control.append('demo', [{ message: 'keep one' }, { message: 'other' }]);
    const { result } = renderHook(
      () => useCodespaceLogs('demo', demoToken, { filters: { search: 'KEEP' } }),
      {
        wrapper: inProvider(),
      },
    );
    await waitFor(() => expect(backend.control.connected()).toBe(1));
    act(() => backend.control.append('demo', [{ message: 'another' }, { message: 'keep two' }]));
    await waitFor(() => expect(texts(result.current.logs)).toEqual(['keep one', 'keep two']));
  });

  it('streams only when asked to, and keeps its rows when streaming stops', async () => {
    backend.control.append('demo', ['one']);
    const { result } = renderHook(() => useCodespaceLogs('demo', demoToken, { enableStreaming: false }), {
      wrapper: inProvider(),
    });
    await waitFor(() => expect(texts(result.current.logs)).toEqual(['one']));
    expect(result.current.isStreaming).toBe(false);
    expect(backend.control.connected()).toBe(0);
    act(() => result.current.startStreaming());
    await waitFor(() => expect(backend.control.connected()).toBe(1));
    act(() => backend.control.append('demo', 'two'));
    await waitFor(() => expect(texts(result.current.logs)).toEqual(['one', 'two']));
    act(() => result.current.stopStreaming());
    await waitFor(() => expect(result.current.isStreaming).toBe(false));
    expect(texts(result.current.logs)).toEqual(['one', 'two']);
    await waitFor(() => expect(backend.control.connected()).toBe(0));
  });

  it('shows the requested task in every render, and opens one stream for each', async () => {
    backend.store.createRun({ id: 'second' });
    backend.control.append('demo', ['of demo']);
    backend.control.append('second', ['of second']);
    const shown: [task: string, logs: readonly string[]][] = [];
    const { rerender } = renderHook(
      ({ id }) => {
        const { logs } = useCodespaceLogs(id, demoToken);
        shown.push([id, texts(logs)]);
      },
      { wrapper: inProvider(), initialProps: { id: 'demo' } },
    );
    await waitFor(() => expect(shown.at(-1)).toEqual(['demo', ['of demo']]));
    await waitFor(() => expect(backend.control.connected()).toBe(1));
    act(() => backend.control.append('demo', 'of demo'));
    await waitFor(() => expect(shown.at(-1)).toEqual(['demo', ['of demo', 'of demo']]));
    rerender({ id: 'second' });
    await waitFor(() => expect(shown.at(-1)).toEqual(['second', ['of second']]));
    await waitFor(() => expect(backend.control.connected({ runId: 'second' })).toBe(1));
    rerender({ id: '' });
    for (const [id, logs] of shown) for (const line of logs) expect(line).toBe(`of ${id}`);
    const streams = backend.control.received().filter(({ path }) => path.endsWith('/second/logs/stream'));
    expect(streams).toHaveLength(1);
  });

  it('says why there are no rows, without revealing the token', async () => {
    const { result } = renderHook(() => useCodespaceLogs('demo', 'a-wrong-token'), { wrapper: inProvider() });
    await waitFor(() => expect(result.current.error).toMatch(/token/i));
    expect(result.current.error).not.toContain('a-wrong-token');
    expect(result.current).toMatchObject({ logs: [], isStreaming: false, isLoading: false });
  });
});

describe('container services', () => {
  it('are listed, and listed again on request', async () => {
    const { result } = renderHook(() => useServices(), { wrapper: inProvider() });
    await waitFor(() => expect(result.current.services.map(({ service }) => service)).toContain('demo'));
    backend.store.createRun({ id: 'second', kind: 'manual' });
    act(() => result.current.refresh());
    await waitFor(() => expect(result.current.services.map(({ service }) => service)).toContain('second'));
    expect(result.current.error).toBeUndefined();
  });

  it('are those of the current address in every render', async () => {
    const shown: string[] = [];
    const { rerender } = renderHook(
      ({ baseUrl }) => {
        const { services } = useServices({ baseUrl });
        const { statuses, error } = useServiceStatus({ baseUrl });
        shown.push(
          `${baseUrl}: ${[services.length, statuses.length].join(' ')} ${error === null ? '' : 'wrong'}`,
        );
      },
      { wrapper: inProvider(), initialProps: { baseUrl: BASE_URL } },
    );
    await waitFor(() => expect(shown.at(-1)).toMatch(/: [1-9]\d* [1-9]\d* $/));
    const before = shown.length;
    rerender({ baseUrl: 'no place' });
    await waitFor(() => expect(shown.at(-1)).toBe('no place: 0 0 wrong'));
    expect(shown.slice(before).filter((each) => !each.startsWith('no place: 0 0 '))).toEqual([]);
  });

  it('have a live log as text', async () => {
    backend.control.append('demo', numbers(0, 20));
    const { result, rerender } = renderHook(
      ({ name }: { name: string | null }) => useServiceLogs({ serviceName: name, tail: 5, enabled: true }),
      { wrapper: inProvider(), initialProps: { name: null as string | null } },
    );
    expect(result.current).toMatchObject({ logs: [], isConnected: false, error: null });
    rerender({ name: 'demo' });
    await waitFor(() => expect(result.current.logs).toEqual(numbers(15, 20)));
    expect(result.current.isConnected).toBe(true);
    act(() => backend.control.append('demo', 'line 20'));
    await waitFor(() => expect(result.current.logs.at(-1)).toBe('line 20'));
    act(() => result.current.clearLogs());
    await waitFor(() => expect(result.current.logs).toEqual([]));
    rerender({ name: 'nobody' });
    await waitFor(() => expect(result.current.error).toMatch(/nobody/));
  });

  it('report their status live, over one connection', async () => {
    const { result, unmount } = renderHook(() => useServiceStatus(), { wrapper: inProvider() });
    await waitFor(() => expect(result.current.isConnected).toBe(true));
    await waitFor(() =>
      expect(result.current.statuses).toContainEqual(expect.objectContaining({ service: 'demo' })),
    );
    act(() => backend.store.run('demo')?.setService({ health: 'unhealthy' }));
    await waitFor(() =>
      expect(result.current.statuses).toContainEqual(
        expect.objectContaining({ service: 'demo', health: 'unhealthy' }),
      ),
    );
    expect(backend.control.connected()).toBe(1);
    unmount();
    await waitFor(() => expect(backend.control.connected()).toBe(0));
  });
});

describe('the job backend', () => {
  it('reports who is connected', async () => {
    const { result } = renderHook(
      () => {
        const { baseUrl } = useTailrace();
        useLogStream(stratal({ baseUrl: baseUrl() }).jobRun('demo'));
        return useStreamingStatus(undefined, { interval: 20 });
      },
      { wrapper: inProvider() },
    );
    await waitFor(() => expect(result.current.status?.connections.jobs['demo']?.websocket).toBe(1));
  });

  it('pages back to the start of a log', async () => {
    backend.control.append('demo', numbers(0, 300));
    const { result } = renderHook(
      () => {
        const { baseUrl } = useTailrace();
        const log = useLogStream(stratal({ baseUrl: baseUrl() }).jobRun('demo'), {
          history: 50,
          bufferLines: 1_000,
        });
        return { log, history: useLogHistory(log.stream) };
      },
      { wrapper: inProvider() },
    );
    await waitFor(() => expect(result.current.log.view.length).toBe(50));
    await waitFor(() => expect(result.current.history.hasMore).toBe(true));
    await act(() => result.current.history.loadOlder(100));
    await waitFor(() => expect(result.current.log.view.length).toBe(150));
    await act(() => result.current.history.loadOlder(500));
    await waitFor(() => expect(result.current.history.state).toBe('start'));
    const shown = result.current.log.items.map((item) => (item.kind === 'log' ? item.message : item.reason));
    expect(shown).toEqual(numbers(0, 300));
  });
});

describe('a provider with a service', () => {
  /** A fetch that records addresses and tokens of requests, and responds with `answer`. */
  function noting(answer: unknown) {
    const asked: string[] = [];
    const fetch = (async (url: string | URL | Request, init?: RequestInit) => {
      asked.push(`${new Request(url).url} ${new Headers(init?.headers).get('authorization') ?? ''}`);
      return Response.json(answer);
    }) as typeof globalThis.fetch;
    return { asked, fetch };
  }

  it('makes hooks use the fetch of the service, and the address and token of the provider', async () => {
    const { asked, fetch } = noting({ services: [], active_connections: 0 });
    const service = new LogStreamingService('http://elsewhere.test', { fetch, token: 'other' });
    renderHook(
      () => {
        useServices();
        useStreamingStatus(undefined, { interval: 0 });
      },
      { wrapper: inProvider({ service, baseUrl: 'http://here.test', token: 'mine' }) },
    );
    await waitFor(() => expect(asked.length).toBeGreaterThanOrEqual(2));
    for (const request of asked) expect(request).toMatch(/^http:\/\/here\.test\/.* Bearer mine$/);
  });

  it('whose address changes requests services from the new one', async () => {
    const { asked, fetch } = noting({ services: [] });
    const service = new LogSourceService('', { fetch });
    const Asking = () => {
      useServices();
      return null;
    };
    const at = (baseUrl: string) => (
      <TailraceProvider service={service} baseUrl={baseUrl}>
        <Asking />
      </TailraceProvider>
    );
    const { rerender } = render(at('http://one.test'));
    await waitFor(() => expect(asked.at(-1)).toMatch('http://one.test'));
    rerender(at('http://two.test'));
    await waitFor(() => expect(asked.at(-1)).toMatch('http://two.test'));
  });
});
