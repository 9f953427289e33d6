import { createLogFeed, createLogStream, defineBackend, EMPTY_LEDGER, LogStreamError } from '@tailrace/core';
import type { ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { LogViewer } from './log-viewer.js';
import { serverLines } from './testing/samples.js';
import { stageStream } from './testing/staged-stream.js';
import { openViewer } from './testing/viewer-page.js';

/** Reads a number in every frame as it is painted: after the viewer has seen the sizes of that frame. Returns a function that ends it and gives the numbers. */
function eachFrame(read: () => number): () => ReadonlySet<number> {
  const numbers = new Set<number>();
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.cssText = 'position: fixed; height: 1px; width: 1px';
  const observer = new ResizeObserver(() => numbers.add(read()));
  observer.observe(probe);
  const grow = (): void => {
    if (!probe.isConnected) return;
    probe.style.width = probe.style.width === '1px' ? '2px' : '1px';
    requestAnimationFrame(grow);
  };
  grow();
  return () => {
    observer.disconnect();
    probe.remove();
    return numbers;
  };
}

describe('a source that cannot be read', () => {
  it('is said, and no more once there is another, or none', async () => {
    const wrong = { source: createLogFeed(), bufferLines: 0 };
    const page = await openViewer(wrong);
    await expect.poll(() => page.text('state')).toContain('bufferLines');
    await page.rerender({ source: null });
    await expect.poll(() => page.text('status')).toBe('Not started');
    expect(page.text('viewer')).not.toContain('bufferLines');
    await page.rerender(wrong);
    await expect.poll(() => page.text('state')).toContain('bufferLines');
    const feed = createLogFeed();
    feed.append(['one line']);
    await page.rerender({ source: feed });
    await expect.poll(() => page.rows().length).toBe(1);
    expect(page.text('viewer')).not.toContain('bufferLines');
  });
});

describe('a lost connection', () => {
  it('says why, counts down, and can be tried again at once, over the lines that are held', async () => {
    const stream = stageStream(serverLines(50));
    const page = await openViewer({ stream });
    await expect.poll(() => page.rows().length).toBeGreaterThan(5);
    stream.stage({
      status: 'reconnecting',
      error: new LogStreamError('network', 'The server closed the connection. Check that it runs.'),
      retry: { attempt: 4, at: Date.now() + 8_000, delay: 8_000 },
    });
    await expect.poll(() => page.text('notice')).toContain('Check that it runs.');
    const seconds = (): number => Number(/in (\d+) s \(attempt 4\)/.exec(page.text('countdown'))?.[1]);
    await expect.poll(seconds).toBeGreaterThan(5);
    const before = seconds();
    await expect.poll(seconds).toBeLessThan(before);
    expect(page.text('status-word')).toBe('Reconnecting');
    await userEvent.click(page.button('Retry now'));
    expect(stream.calls).toContain('retryNow');
    stream.stage({ status: 'live', retry: undefined, error: undefined });
    await expect.poll(() => page.part('notice')).toBeUndefined();
  });

  it('moves no line while it may be over at once', async () => {
    const stream = stageStream(serverLines(50));
    const page = await openViewer({ stream });
    await expect.poll(() => page.rows().length).toBeGreaterThan(5);
    const top = (): number => page.viewport.getBoundingClientRect().top;
    const before = top();
    stream.stage({ status: 'reconnecting', retry: { attempt: 1, at: Date.now(), delay: 500 } });
    await expect.poll(() => page.text('status-word')).toBe('Reconnecting');
    expect(top()).toBe(before);
    await expect.poll(top).toBeGreaterThan(before + 20);
  });

  it.each([
    ['the middle', 2_000],
    ['the first line', 0],
    ['the last line, without following', Number.MAX_SAFE_INTEGER],
  ])('moves no line while one reads %s, neither when its strip comes nor when it goes', async (_what, at) => {
    const stream = stageStream(serverLines(300));
    const page = await openViewer({ stream, autoScroll: false });
    await expect.poll(() => page.rows().length).toBeGreaterThan(5);
    page.viewport.scrollTop = at;
    await expect
      .poll(() => (at === 0 ? page.viewport.scrollTop : page.inSight()[0]))
      .toSatisfy((top: number) => (at === 0 ? top === 0 : top > 50));
    const seq = page.inSight().at(5) as number;
    const top = (): number => page.row(seq)?.getBoundingClientRect().top ?? Number.NaN;
    const viewport = (): number => page.viewport.getBoundingClientRect().top;
    const before = { line: top(), viewport: viewport() };
    const seen = eachFrame(() => Math.round(top() - before.line));
    stream.stage({ status: 'reconnecting', retry: { attempt: 1, at: Date.now() + 60_000, delay: 60_000 } });
    await expect.poll(viewport).toBeGreaterThan(before.viewport + 20);
    // Nothing is covered for good.
    if (at === 0) expect(page.viewport.scrollTop).toBeGreaterThan(20);
    stream.append(serverLines(3, 300));
    stream.stage({ status: 'live', retry: undefined });
    await expect.poll(viewport).toBe(before.viewport);
    await expect.poll(() => page.text('line-count')).toBe('303 lines');
    expect([...seen()]).toEqual([0]);
  });

  it('keeps its button in place during an attempt', async () => {
    const stream = stageStream(serverLines(50));
    const page = await openViewer({ stream });
    const retry = { attempt: 4, at: Date.now() + 8_000, delay: 8_000 };
    stream.stage({ status: 'reconnecting', retry });
    const button = (): HTMLButtonElement | null | undefined => page.part('notice')?.querySelector('button');
    await expect.poll(() => button()?.disabled).toBe(false);
    stream.stage({ retry: undefined });
    await expect.poll(() => page.text('countdown')).toBe('Trying now');
    expect(button()?.disabled).toBe(true);
  });

  it('that is for good says what to do, and can be tried again', async () => {
    const stream = stageStream(serverLines(5));
    const page = await openViewer({ stream });
    stream.stage({
      status: 'failed',
      error: new LogStreamError('unauthorized', 'The server refused the token (401). Sign in again.'),
    });
    await expect.poll(() => page.text('notice')).toContain('Sign in again.');
    expect(page.part('notice')?.getAttribute('role')).toBe('alert');
    await userEvent.click(page.button('Try again'));
    await expect.poll(() => page.part('status')?.dataset['status']).toBe('live');
  });
});

describe('a viewer without lines', () => {
  it.each([
    ['connecting', 'Loading the log'],
    ['live', 'No linesConnected. Lines appear here as they are written.'],
    ['complete', 'No linesThe log is complete and has no lines.'],
    ['closed', 'No linesDisconnected. Nothing is held.Connect'],
  ] as const)('says what it waits for: %s', async (status, words) => {
    const stream = stageStream();
    stream.stage({ status });
    const page = await openViewer({ stream });
    await expect.poll(() => page.text('body')).toBe(words);
  });
});

it('a viewer without lines that was disconnected connects again with its button', async () => {
  const stream = stageStream();
  stream.stage({ status: 'closed' });
  const page = await openViewer({ stream });
  await userEvent.click(page.button('Connect'));
  await expect.poll(() => page.part('status')?.dataset['status']).toBe('live');
});

describe('a log that is live while its history is still read', () => {
  it.each(['unknown', 'loading'] as const)(
    'is loaded until its first lines are here (%s)',
    async (history) => {
      const stream = stageStream();
      stream.stage({ status: 'live', history });
      const page = await openViewer({ stream });
      await expect.poll(() => page.text('body')).toBe('Loading the log');
      const words = new Set<string>();
      const seen = new MutationObserver(() => words.add(page.text('state')));
      seen.observe(page.part('viewer') as HTMLElement, { subtree: true, childList: true });
      stream.append(serverLines(3));
      await expect.poll(() => page.rows().length).toBe(3);
      seen.disconnect();
      expect([...words].filter((text) => text !== '')).toEqual([]);
    },
  );

  it('is said to have none after a while, as nobody says whether there are any', async () => {
    const stream = stageStream();
    stream.stage({ status: 'live', history: 'unknown' });
    const page = await openViewer({ stream });
    await expect
      .poll(() => page.text('body'))
      .toBe('No linesConnected. Lines appear here as they are written.');
  });
});

describe('a viewer that is given no log', () => {
  it.each([{}, { source: undefined }, { source: null }, { stream: null }])(
    'says so, and not that it loads one: %j',
    async (props) => {
      const page = await openViewer(props);
      await expect.poll(() => page.text('body')).toBe('No linesNothing is streamed yet.');
      expect(page.text('status-word')).toBe('Not started');
    },
  );

  it('loads the one that it is given later, and says so', async () => {
    const page = await openViewer({});
    await expect.poll(() => page.text('status-word')).toBe('Not started');
    const words = new Set<string>();
    const look = (): void => void words.add(`${page.text('status-word')}: ${page.text('body')}`);
    const seen = new MutationObserver(look);
    seen.observe(page.part('viewer') as HTMLElement, { subtree: true, childList: true, characterData: true });
    await page.rerender({ jobRunId: '4127' });
    await expect.poll(() => [...words]).toContain('Connecting: Loading the log');
    seen.disconnect();
    expect([...words]).not.toContain('Not started: Loading the log');
    await page.rerender({});
    await expect.poll(() => page.text('body')).toBe('No linesNothing is streamed yet.');
    expect(page.text('status-word')).toBe('Not started');
  });

  it('says the same thing twice on a page from a server, too', () => {
    const html = (viewer: ReactElement): string => renderToString(viewer);
    expect(html(<LogViewer />)).toMatch(/Not started.*Nothing is streamed yet/s);
    expect(html(<LogViewer />)).not.toContain('Loading');
    for (const viewer of [
      <LogViewer key="source" source={createLogFeed()} />,
      <LogViewer key="job" jobRunId="4127" />,
    ]) {
      expect(html(viewer)).toMatch(/Connecting.*Loading the log/s);
      expect(html(viewer)).not.toContain('Not started');
    }
  });
});

describe('the end of a log', () => {
  it('is said with the run’s own word', async () => {
    const stream = stageStream(serverLines(10));
    const page = await openViewer({ stream });
    stream.stage({ status: 'complete', outcome: 'cancelled', history: 'start' });
    await expect.poll(() => page.text('status-word')).toBe('Complete');
    expect(page.text('status-bar')).toContain('cancelled');
  });

  it('does not look like success when the run failed', async () => {
    const stream = stageStream(serverLines(10));
    const page = await openViewer({ stream });
    const colour = (): string => getComputedStyle(page.part('dot') as HTMLElement).color;
    stream.stage({ status: 'complete', outcome: 'completed' });
    await expect.poll(() => page.text('status-word')).toBe('Complete');
    const good = colour();
    stream.stage({ outcome: 'failed' });
    await expect.poll(colour).not.toBe(good);
  });
});

describe('the ledger', () => {
  it('accounts for every line, and goes on while it is open', async () => {
    const stream = stageStream(serverLines(20));
    const page = await openViewer({ stream });
    await expect.poll(() => page.rows().length).toBeGreaterThan(5);
    await userEvent.click(page.button('What became of the lines'));
    const read = (name: string): string | null | undefined =>
      page.part('ledger')?.querySelector(`[data-name="${name}"] dd`)?.textContent;
    await expect.poll(() => read('received')).toBe('20');
    const ledger = {
      ...EMPTY_LEDGER,
      received: 1_431,
      stored: 1_300,
      duplicates: 120,
      dropped: 10,
      malformed: 1,
    };
    stream.stage({ ledger });
    await expect.poll(() => read('received')).toBe('1,431');
    expect(['stored', 'duplicates', 'dropped', 'malformed', 'gaps'].map(read)).toEqual([
      '1,300',
      '120',
      '10',
      '1',
      '0',
    ]);
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => page.part('ledger')).toBeUndefined();
  });
});

describe('a gap', () => {
  it('is loaded by its button alone, not by the row around it', async () => {
    const stream = stageStream(serverLines(3));
    stream.appendGap({ reason: 'outage', missing: 9 });
    stream.append(serverLines(3, 20));
    stream.stage({ history: 'more' });
    const page = await openViewer({ stream, autoScroll: false });
    await expect.poll(() => page.part('gap')).toBeDefined();
    const under = (element: Element | null | undefined, x: number): Element | null => {
      const box = (element as Element).getBoundingClientRect();
      return document.elementFromPoint(box.left + x, box.top + box.height / 2);
    };
    for (const name of ['gap', 'older']) {
      expect(under(page.part(name), 4)?.closest('button'), name).toBeNull();
      const load = page.part(name)?.querySelector('button');
      expect(under(load, 4)?.closest('button'), name).toBe(load);
    }
  });

  it('whose lines nobody has offers no button', async () => {
    const feed = createLogFeed({ bufferLines: 10 });
    feed.append(serverLines(30));
    const page = await openViewer({ source: feed });
    await expect.poll(() => page.text('gap')).toContain('20 lines');
    expect(page.part('gap')?.querySelector('button')).toBeNull();
    const stream = stageStream(serverLines(3));
    stream.appendGap({ reason: 'epoch' });
    stream.append(serverLines(3, 20));
    await page.rerender({ stream });
    await expect.poll(() => page.part('gap')?.dataset['reason']).toBe('epoch');
    expect(page.part('gap')?.querySelector('button')).toBeNull();
  });

  it('offers no button if the backend has no way to read missed lines', async () => {
    const backend = defineBackend<{ message: string }>({
      name: 'live only',
      transports: ['sse'],
      line: (raw) => raw,
      live: () => ({ path: ['live'] }),
    });
    let connections = 0;
    const fetch = (): Promise<Response> => {
      const line = `data: {"message":"line ${++connections}"}\n\n`;
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(line));
          if (connections === 1) controller.close();
        },
      });
      return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
    };
    const stream = createLogStream(backend({ baseUrl: 'http://live.test' }).log(), {
      fetch,
      random: () => 0,
    });
    stream.connect();
    const page = await openViewer({ stream });
    await expect.poll(() => page.part('gap')?.dataset['reason']).toBe('outage');
    expect(page.part('gap')?.querySelector('button')).toBeNull();
    stream.dispose();
  });

  it('says how many lines, between when in the zone that is shown, and leaves its place to them', async () => {
    // A server that says nothing of lines 40 to 59 until it is asked for them a second time.
    const rows = Array.from({ length: 100 }, (_, index) => ({
      message: `row ${index}`,
      timestamp: new Date(Date.UTC(2026, 10, 3, 9, 31, index)).toISOString(),
    }));
    let answers = false;
    let refused = 0;
    const backend = defineBackend<{ message: string; timestamp: string }>({
      name: 'rows',
      transports: ['sse'],
      line: (raw) => raw,
      liveStart: 'now',
      live: () => ({ path: '/live' }),
      catchUp: () => ({ path: '/rows' }),
    });
    let socket: ReadableStreamDefaultController<Uint8Array> | undefined;
    const say = (from: number, to: number): void => {
      for (const row of rows.slice(from, to))
        socket?.enqueue(new TextEncoder().encode(`event: log\ndata: ${JSON.stringify(row)}\n\n`));
    };
    const fetch = (input: RequestInfo | URL): Promise<Response> => {
      const { pathname } = new URL(input instanceof Request ? input.url : input);
      if (pathname === '/rows')
        return Promise.resolve(
          answers ? Response.json(rows.slice(0, 80)) : new Response('no', { status: 404 }),
        );
      const body = new ReadableStream<Uint8Array>({ start: (controller) => void (socket = controller) });
      return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
    };
    const stream = createLogStream(backend({ baseUrl: 'https://logs.test' }).log(), {
      fetch,
      history: 0,
      backoff: { base: 1, cap: 1, floor: 1 },
    });
    stream.on('error', ({ kind }) => void (refused += kind === 'not-found' ? 1 : 0));
    const page = await openViewer({ stream, timeZone: 'Asia/Tokyo' });
    await expect.poll(() => socket).toBeDefined();
    say(0, 40);
    await expect.poll(() => page.text('line-count')).toBe('40 lines');
    const first = socket;
    first?.close();
    await expect.poll(() => socket !== first).toBe(true);
    say(60, 80);
    await expect.poll(() => page.part('gap')?.textContent).toContain('missing here');
    expect(page.text('gap-range')).toBe('18:31:39–18:32:00');
    // The gap is none of them.
    await expect.poll(() => page.text('line-count')).toBe('60 lines');
    // Once by the connection, and once by the gap itself.
    await expect.poll(() => refused).toBe(2);
    answers = true;
    page.handle.follow(false);
    page.handle.scrollToSeq(36, { align: 'start' });
    await expect.poll(() => page.inSight()[0]).toBe(36);
    const place = page.placeOf(37);
    await userEvent.click(page.button('Load'));
    await expect.poll(() => page.part('gap')).toBeUndefined();
    await expect.poll(() => page.text('line-count')).toBe('80 lines');
    expect(Math.abs(page.placeOf(37) - place)).toBeLessThanOrEqual(1);
    const shown = page.rows().map((row) => Number(/row (\d+)/.exec(row.textContent)?.[1]));
    expect(shown).toEqual(shown.map((_, index) => (shown[0] as number) + index));
    stream.dispose();
  });
});
