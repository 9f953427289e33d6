/** A log server inside the test: a source that describes it and a `fetch` that is it. Time, cuts and faults are the test's. */
import type { Cursor, Identity, LiveStart, LogSource, Page, PageRequest } from '../backends/source.js';
import type { DecodedLine } from '../entry.js';
import type { Clock } from '../lib/clock.js';

export interface SimulatedServerOptions {
  readonly identity: Identity;
  readonly liveStart: LiveStart;
  /** A live stream begins with everything held (`now` servers only). */
  readonly replay?: boolean;
  /** `since` includes its own stamp. */
  readonly inclusive?: boolean;
  /** Lines the server holds; older ones are gone. */
  readonly ring?: number;
  /** Rows a REST page brings at most. */
  readonly pageRows?: number;
  /** Stamps are cut to this many milliseconds. */
  readonly tick?: number;
}

interface Row {
  readonly id: number;
  readonly timestamp: string;
  readonly message: string;
}

export interface SimulatedServer {
  readonly source: LogSource;
  readonly fetch: typeof globalThis.fetch;
  /** Every line ever written. */
  readonly written: readonly string[];
  write(message: string): void;
  /** Adds a line that no live stream has: a transaction that was slow to commit. */
  commitLate(message: string): void;
  /** Ends every live stream by a reset, after `bytes` more bytes of what is written next (default: at once). */
  cut(): void;
  /** Answers the next requests with this status. */
  refuse(times: number, status: number): void;
  /** Answers every REST read with 503 until the answer is called. */
  refuseRows(): () => void;
  complete(): void;
  readonly connections: number;
}

const BASE = 'http://simulated.test';

/** Lines that a `tail` server is asked to replay. */
const TAIL = 100;

export function createSimulatedServer(clock: Clock, options: SimulatedServerOptions): SimulatedServer {
  const written: string[] = [];
  const rows: Row[] = [];
  const live = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const encoder = new TextEncoder();
  let refusals: number[] = [];
  let ended = false;
  let rowsDown = false;

  const held = (): Row[] => rows.slice(-(options.ring ?? rows.length + 1));
  const after = (since: string | null): Row[] =>
    held().filter(
      (row) => since === null || (options.inclusive ? row.timestamp >= since : row.timestamp > since),
    );
  const event = (row: Row): Uint8Array => encoder.encode(`event: log\ndata: ${JSON.stringify(row)}\n\n`);

  /** What a live stream begins with. */
  function replayed(query: URLSearchParams): Row[] {
    if (options.liveStart === 'since') return after(query.get('since'));
    if (options.liveStart === 'tail') return held().slice(-Number(query.get('tail')));
    return options.replay ? held() : [];
  }

  function openStream(query: URLSearchParams, signal: AbortSignal | null | undefined): Response {
    let own: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        own = controller;
        live.add(controller);
        for (const row of replayed(query)) controller.enqueue(event(row));
        if (ended) controller.enqueue(encoder.encode('event: complete\ndata: {}\n\n'));
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

  function page(query: URLSearchParams): Response {
    const limit = options.pageRows ?? 500;
    const offset = Number(query.get('offset') ?? 0);
    const tail = query.get('tail');
    const all = tail === null ? after(query.get('since')) : held().slice(-Number(tail));
    const truncated = tail !== null && all.length < written.length;
    return Response.json({
      rows: all.slice(offset, offset + limit),
      more: offset + limit < all.length,
      truncated,
    });
  }

  const fetch = (async (input: string | URL | Request, init?: RequestInit) => {
    if (init?.signal?.aborted) throw new DOMException('aborted', 'AbortError');
    const url = new URL(input instanceof Request ? input.url : input);
    const [status, ...rest] = refusals;
    if (status !== undefined) {
      refusals = rest;
      if (status === 0) throw new TypeError('fetch failed');
      return new Response('no', { status });
    }
    if (rowsDown && url.pathname === '/rows') return new Response('no', { status: 503 });
    return url.pathname === '/live' ? openStream(url.searchParams, init?.signal) : page(url.searchParams);
  }) as typeof globalThis.fetch;

  function decodeRow(row: Row): DecodedLine {
    return {
      ...(options.identity === 'id' ? { id: String(row.id) } : {}),
      timestamp: row.timestamp,
      time: Date.parse(row.timestamp),
      level: 'info',
      message: row.message,
      labels: {},
      raw: row,
    };
  }

  function request(query: string, offset = 0): PageRequest {
    return {
      url: `${BASE}/rows?${query}&offset=${offset}`,
      token: 'none',
      expect: 'json',
      decode(body): Page {
        const { rows: answer, more, truncated } = body as { rows: Row[]; more: boolean; truncated: boolean };
        return {
          lines: answer.map(decodeRow),
          malformed: [],
          truncated,
          ...(more ? { next: request(query, offset + answer.length) } : {}),
        };
      },
    };
  }

  const sinceQuery = (cursor: Cursor): string =>
    cursor.since === undefined ? '' : `since=${encodeURIComponent(cursor.since)}`;

  const source: LogSource = {
    backend: 'simulated',
    key: `simulated ${BASE}`,
    title: 'simulated',
    transports: ['sse', 'polling'],
    identity: options.identity,
    liveStart: options.liveStart,
    live: (_transport, cursor) =>
      options.liveStart === 'tail'
        ? { url: `${BASE}/live?tail=${TAIL}`, token: 'none', replayLines: TAIL }
        : {
            url: `${BASE}/live?${options.liveStart === 'since' && cursor ? sinceQuery(cursor) : ''}`,
            token: 'none',
          },
    decode(frame) {
      if (frame.event === 'complete') return [{ type: 'complete' }];
      return [{ type: 'line', line: decodeRow(JSON.parse(frame.data) as Row) }];
    },
    identify: (line) => `${line.timestamp} ${line.message}`,
    start: ({ lines }) => request(`tail=${lines}`),
    catchUp: (cursor) => request(options.liveStart === 'tail' ? 'tail=10000' : sinceQuery(cursor)),
  };

  function add(message: string): Row {
    const tick = options.tick ?? 1;
    const timestamp = new Date(Math.floor(clock.now() / tick) * tick).toISOString();
    const row: Row = { id: rows.length, timestamp, message };
    rows.push(row);
    written.push(message);
    return row;
  }

  return {
    source,
    fetch,
    written,
    commitLate: (message) => void add(message),
    write(message) {
      const row = add(message);
      for (const controller of live) controller.enqueue(event(row));
    },
    cut() {
      for (const controller of live) controller.error(new TypeError('terminated'));
      live.clear();
    },
    refuse(times, status) {
      refusals = Array.from({ length: times }, () => status);
    },
    refuseRows() {
      rowsDown = true;
      return () => {
        rowsDown = false;
      };
    },
    complete() {
      ended = true;
      for (const controller of live) {
        controller.enqueue(encoder.encode('event: complete\ndata: {}\n\n'));
        controller.close();
      }
      live.clear();
    },
    get connections() {
      return live.size;
    },
  };
}
