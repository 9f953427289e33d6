/** A PrismQ run with a small memory and a log file, a stream of it, and time. For tests. */
import { prismq } from '../../backends/prismq.js';
import type { LogItem } from '../../entry.js';
import type { LogStreamError } from '../../errors.js';
import { createLogStream } from '../../log-stream.js';
import type { LogStreamOptions } from '../../options.js';
import { createVirtualClock } from '../../testing/virtual-clock.js';

interface Row {
  readonly timestamp: string;
  readonly level: string;
  readonly message: string;
}

export interface PrismqRunOptions extends LogStreamOptions {
  /** Lines that it keeps beside the file. Default 10. */
  readonly memory?: number;
  /** Whether there is a file. Default true. */
  readonly file?: boolean;
  /** Lines that share one stamp. Default 1. */
  readonly perStamp?: number;
}

/** Items as texts: a line's message, a gap's number. */
export function shown(items: readonly LogItem[]): string[] {
  return items.map((item) => (item.kind === 'log' ? item.message : `gap ${item.missing ?? '?'}`));
}

/** See the file's head. Polled unless it is told otherwise. */
export function setupPrismqRun({
  memory = 10,
  file = true,
  perStamp = 1,
  ...options
}: PrismqRunOptions = {}) {
  const clock = createVirtualClock();
  const log: Row[] = [];
  const live = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const encoder = new TextEncoder();
  const eventOf = (row: Row): Uint8Array => encoder.encode(`event: log\ndata: ${JSON.stringify(row)}\n\n`);
  const server = {
    log: log as readonly Row[],
    memory,
    downloads: 0,
    /** Downloads wait for this. */
    hang: undefined as Promise<void> | undefined,
    /** Nobody answers. */
    dead: false,
    /** Status of downloads. */
    status: 200,
    /** The text of the file: by default each line's message. */
    text: () => log.map(({ message }) => `${message}\n`).join(''),
    write(...messages: readonly string[]) {
      for (const message of messages) {
        const at = Math.floor(log.length / perStamp);
        const row = { timestamp: new Date(1e12 + at * 1_000).toISOString(), level: 'INFO', message };
        log.push(row);
        for (const stream of live) stream.enqueue(eventOf(row));
      }
    },
    /** Ends every live stream by a reset. */
    cut() {
      for (const stream of live) stream.error(new TypeError('terminated'));
      live.clear();
    },
  };
  const held = (): readonly Row[] => log.slice(-server.memory);

  /** Replays the memory, then follows. */
  function openStream(signal: AbortSignal | null | undefined): Response {
    let own: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        own = controller;
        live.add(controller);
        for (const row of held()) controller.enqueue(eventOf(row));
      },
      cancel() {
        if (own) live.delete(own);
      },
    });
    signal?.addEventListener('abort', () => {
      if (own && live.delete(own)) own.error(new DOMException('aborted', 'AbortError'));
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  }

  const fetch = (async (input: string | URL | Request, init?: RequestInit) => {
    if (init?.signal?.aborted) throw new DOMException('aborted', 'AbortError');
    if (server.dead) throw new TypeError('fetch failed');
    const { pathname, searchParams } = new URL(input instanceof Request ? input.url : input);
    if (pathname.endsWith('/download')) {
      server.downloads += 1;
      await server.hang;
      if (!file) return Response.json({ detail: 'no file' }, { status: 404 });
      return new Response(server.text(), { status: server.status });
    }
    if (pathname.endsWith('/stream')) return openStream(init?.signal);
    if (!pathname.endsWith('/logs')) return Response.json({ run_id: 'r', status: 'running' });
    const since = searchParams.get('since');
    const logs = held()
      .filter(({ timestamp }) => since === null || timestamp > since)
      .slice(-Number(searchParams.get('tail') ?? 500));
    return Response.json({ run_id: 'r', logs, total_lines: log.length, truncated: logs.length < log.length });
  }) as typeof globalThis.fetch;
  const open = (more: LogStreamOptions = {}) =>
    createLogStream(prismq({ baseUrl: 'http://prismq.test' }).run('r'), {
      clock,
      random: () => 0.5,
      fetch,
      transport: 'polling',
      ...options,
      ...more,
    });
  const stream = open();
  const errors: LogStreamError[] = [];
  stream.on('error', (error) => errors.push(error));
  return { clock, server, stream, open, errors, shown: () => shown(stream.getSnapshot().items) };
}
