import {
  createLogFeed,
  createLogStream,
  defineBackend,
  LogStreamError,
  type LogStream,
} from '@tailrace/core';
import { StrictMode, type ReactNode } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { LogViewer } from './log-viewer.js';
import { serverLines } from './testing/samples.js';
import { stageStream } from './testing/staged-stream.js';
import { openViewer } from './testing/viewer-page.js';

/** A stream over SSE whose connections are counted; its server says nothing. */
function countedSource() {
  const open = new Set<AbortSignal>();
  let opened = 0;
  const backend = defineBackend<{ message: string }>({
    name: 'counted',
    transports: ['sse'],
    line: (raw) => raw,
    live: () => ({ path: '/live' }),
  });
  const fetch = (_url: unknown, init?: RequestInit): Promise<Response> => {
    opened += 1;
    const { signal } = init ?? {};
    if (signal) {
      open.add(signal);
      signal.addEventListener('abort', () => open.delete(signal));
    }
    const body = new ReadableStream({
      start: (controller) =>
        controller.enqueue(new TextEncoder().encode('event: log\ndata: {"message":"hello"}\n\n')),
    });
    return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
  };
  return { source: () => backend({ baseUrl: 'https://logs.test' }).log(), fetch, open, opened: () => opened };
}

describe('a viewer', () => {
  it('opens one connection under StrictMode, however often it is rendered, and none is left', async () => {
    const { source, fetch, open, opened } = countedSource();
    vi.stubGlobal('fetch', fetch);
    try {
      const page = await openViewer({ source: source() }, (viewer) => <StrictMode>{viewer}</StrictMode>);
      await expect.poll(() => page.rows().length).toBe(1);
      for (let round = 0; round < 5; round += 1) await page.rerender({ source: source() });
      expect(opened()).toBe(1);
      await page.unmount();
      await expect.poll(() => open.size).toBe(0);
      expect(opened()).toBe(1);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('shows the newest line under StrictMode, which gives each new element to its row twice', async () => {
    const feed = createLogFeed();
    const page = await openViewer({ source: feed }, (viewer) => <StrictMode>{viewer}</StrictMode>);
    for (const message of ['first', 'second', 'third']) {
      feed.append([message]);
      await expect.poll(() => page.rows().at(-1)?.textContent).toContain(message);
    }
  });

  it.each([
    ['the end', 0],
    ['the lines that are read', 1_000],
  ])(
    'shows %s where the page puts it in another place, as React does with a list in another order',
    async (_, up) => {
      const panels = (order: readonly string[]) => (viewer: ReactNode) =>
        order.map((name) => <div key={name}>{name === 'logs' ? viewer : name}</div>);
      const stream = stageStream(serverLines(2_000));
      const order = ['logs', 'other'];
      const page = await openViewer({ stream }, (viewer) => panels(order)(viewer));
      await expect.poll(() => page.inSight().at(-1)).toBe(1_999);
      if (up > 0) await page.wheel(-up);
      await expect.poll(() => page.fromEnd()).toBe(up);
      const before = page.inSight();
      order.reverse();
      await page.rerender({ stream });
      await expect.poll(() => page.inSight()).toEqual(before);
    },
  );

  it('takes all its listeners along when it goes', async () => {
    const stream = stageStream(serverLines(100));
    const before = stream.listeners;
    const page = await openViewer({ stream }, (viewer) => <StrictMode>{viewer}</StrictMode>);
    await expect.poll(() => page.rows().length).toBeGreaterThan(10);
    page.handle.find('worker');
    page.handle.follow(false);
    expect(stream.listeners).toBeGreaterThan(before);
    await page.unmount();
    await expect.poll(() => stream.listeners).toBe(before);
    expect(stream.calls).not.toContain('dispose');
  });

  it('starts a stream that nobody started, and ends it again; one that runs it leaves alone', async () => {
    const idle = stageStream();
    idle.stage({ status: 'idle' });
    const first = await openViewer({ stream: idle }, (viewer) => <StrictMode>{viewer}</StrictMode>);
    await expect.poll(() => idle.calls).toEqual(['connect']);
    await first.unmount();
    await expect.poll(() => idle.calls).toEqual(['connect', 'disconnect']);
    const running = stageStream(serverLines(5));
    const second = await openViewer({ stream: running });
    await expect.poll(() => second.rows().length).toBe(5);
    await second.unmount();
    expect(running.calls).toEqual([]);
  });

  it('goes on when a stream that it ended is shown again, but not when somebody else ended it', async () => {
    const feed = createLogFeed();
    const stream = createLogStream(feed);
    feed.append('first');
    const first = await openViewer({ stream });
    await expect.poll(() => first.text('line-count')).toBe('1 line');
    await first.unmount();
    await expect.poll(() => stream.getSnapshot().status).toBe('closed');
    feed.append('while nobody looked');
    const second = await openViewer({ stream });
    await expect.poll(() => second.text('line-count')).toBe('2 lines');
    stream.disconnect();
    await second.unmount();
    const third = await openViewer({ stream });
    expect(third.text('line-count')).toBe('2 lines');
    expect(stream.getSnapshot().status).toBe('closed');
    await third.unmount();
    stream.dispose();
    const last = await openViewer({ stream });
    expect(last.text('line-count')).toBe('2 lines');
  });

  it('shows another log when it is given one, from the end of it', async () => {
    const first = createLogFeed({ title: 'first' });
    first.append(serverLines(500));
    const second = createLogFeed({ title: 'second' });
    second.append([{ message: 'quite another' }]);
    const page = await openViewer({ source: first });
    await expect.poll(() => page.rows().length).toBeGreaterThan(10);
    page.handle.find('worker');
    await page.rerender({ source: second });
    await expect.poll(() => page.rows().length).toBe(1);
    expect(page.text('title')).toBe('second');
    await page.rerender({ source: null });
    await expect.poll(() => page.part('status')?.dataset['status']).toBe('idle');
    expect(page.rows()).toHaveLength(0);
  });

  it.each([
    ['its end', true, 1_999],
    ['its first line', false, 0],
  ])('begins another log at %s, wherever the one before was read', async (_, autoScroll, at) => {
    const [first, second] = [createLogFeed({ title: 'first' }), createLogFeed({ title: 'second' })];
    for (const feed of [first, second]) feed.append(serverLines(2_000));
    const onFollowChange = vi.fn();
    const page = await openViewer({ source: first, autoScroll, onFollowChange });
    await expect.poll(() => page.text('line-count')).toBe('2,000 lines');
    page.handle.scrollToSeq(1_000);
    await expect.poll(() => page.inSight()).toContain(1_000);
    await page.rerender({ source: second, autoScroll, onFollowChange });
    await expect.poll(() => page.text('title')).toBe('second');
    await expect.poll(() => page.inSight()).toContain(at);
    expect(page.viewport.hasAttribute('data-following')).toBe(autoScroll);
    expect(onFollowChange.mock.lastCall).toEqual(autoScroll ? [true] : undefined);
    // The same log with another bound is no other log.
    page.handle.scrollToSeq(1_000);
    await expect.poll(() => page.inSight()).toContain(1_000);
    await page.rerender({ source: second, autoScroll, onFollowChange, bufferLines: 5_000 });
    await expect.poll(() => page.inSight()).toContain(1_000);
  });

  it('says why there is no log, and tells onError', async () => {
    const onError = vi.fn();
    const page = await openViewer({ source: createLogFeed(), bufferLines: 0, onError });
    await expect.poll(() => page.part('status')?.dataset['status']).toBe('failed');
    expect(page.text('state')).toContain('bufferLines');
    expect(onError).toHaveBeenCalledWith(expect.any(LogStreamError));
  });

  it.each([
    ['a source', createLogFeed()],
    ['an address', 'https://logs.test'],
  ])('says what to do with %s in place of a stream', async (_, given) => {
    const onError = vi.fn();
    const page = await openViewer({ stream: given as unknown as LogStream, onError });
    await expect.poll(() => page.text('state')).toContain('A source goes into `source`');
    expect(onError).toHaveBeenCalledExactlyOnceWith(expect.any(LogStreamError));
  });

  it('counts down to the next attempt and retries at once when asked', async () => {
    const stream = stageStream();
    const error = new LogStreamError('network', 'The server cannot be reached. Check that it runs.');
    stream.stage({
      status: 'reconnecting',
      error,
      retry: { attempt: 2, at: Date.now() + 20_000, delay: 20_000 },
    });
    const page = await openViewer({ stream });
    await expect.poll(() => page.text('countdown')).toMatch(/^Next try in (20|19) s \(attempt 2\)$/);
    expect(page.text('state')).toContain('Check that it runs.');
    page.part('state')?.querySelector('button')?.click();
    expect(stream.calls).toEqual(['retryNow']);
  });

  it('says how many lines wait while it is paused', async () => {
    const feed = createLogFeed();
    const page = await openViewer({ source: feed });
    feed.append(['one', 'two']);
    await expect.poll(() => page.text('line-count')).toBe('2 lines');
    page.viewport.focus();
    await userEvent.keyboard('p');
    await expect.poll(() => page.part('status')?.dataset['status']).toBe('paused');
    expect(page.part('waiting')).toBeUndefined();
    feed.append(Array.from({ length: 1_204 }, (_, at) => `more ${at}`));
    await expect.poll(() => page.text('waiting')).toBe('1,204 waiting');
    expect(page.text('line-count')).toBe('2 lines');
    page.part('viewer')?.querySelector<HTMLElement>('[aria-label="Clear"]')?.click();
    await expect.poll(() => page.part('waiting')).toBeUndefined();
    feed.append('after that');
    await expect.poll(() => page.text('waiting')).toBe('1 waiting');
    page.viewport.focus();
    await userEvent.keyboard('p');
    await expect.poll(() => page.text('line-count')).toBe('1 line');
    expect(page.part('waiting')).toBeUndefined();
    await userEvent.keyboard('p');
    await expect.poll(() => page.part('status')?.dataset['status']).toBe('paused');
    expect(page.part('waiting')).toBeUndefined();
  });

  it('clears what it holds', async () => {
    const stream = stageStream(serverLines(300));
    const page = await openViewer({ stream });
    await expect.poll(() => page.rows().length).toBeGreaterThan(10);
    page.part('viewer')?.querySelector<HTMLElement>('[aria-label="Clear"]')?.click();
    await expect.poll(() => page.rows().length).toBe(0);
    expect(page.text('state')).toContain('No lines');
    stream.append([{ message: 'anew' }]);
    await expect.poll(() => page.rows().map((row) => row.dataset['seq'])).toEqual(['300']);
  });

  it('renders a shell on a server and takes it over cleanly', async () => {
    const html = renderToString(<LogViewer source={createLogFeed({ title: 'shell' })} height="300px" />);
    expect(html).toContain('data-tailrace="viewport"');
    expect(html).toContain('role="log"');
    const complaints = vi.spyOn(console, 'error');
    const { hydrateRoot } = await import('react-dom/client');
    const host = document.createElement('div');
    host.append(...new DOMParser().parseFromString(html, 'text/html').body.childNodes);
    document.body.append(host);
    const root = hydrateRoot(host, <LogViewer source={createLogFeed({ title: 'shell' })} height="300px" />);
    await expect
      .poll(() => host.querySelector('[data-tailrace="status"]')?.getAttribute('data-status'))
      .toBe('live');
    expect(complaints).not.toHaveBeenCalled();
    root.unmount();
    host.remove();
    complaints.mockRestore();
  });
});
