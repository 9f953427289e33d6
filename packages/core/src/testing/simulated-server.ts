/** A log server inside the test: a source that describes it, and a `fetch` that plays it. The test controls time, cuts and faults. */
import { mapQuery } from '../backends/pages.js';
import { firstRows, readOn, type ReadOn } from '../backends/read-on.js';
import type { Cursor, Identity, LiveStart, LogSource, Page, PageRequest } from '../backends/source.js';
import type { DecodedLine } from '../entry.js';
import type { Clock } from '../lib/clock.js';
import type { Query } from '../lib/http.js';

export interface SimulatedServerOptions {
  readonly identity: Identity;
  readonly liveStart: LiveStart;
  /** A live stream first replays all lines held (`now` servers only). */
  readonly replay?: boolean;
  /** `since` is inclusive. */
  readonly inclusive?: boolean;
  /** How many lines the server holds; older ones are evicted. */
  readonly ring?: number;
  /** Maximum number of rows of a REST page. */
  readonly pageRows?: number;
  /** Offsets of REST pages count from the oldest line held at that moment. Otherwise, from the oldest one that was held at the first page. */
  readonly shifts?: boolean;
  /** Timestamps are rounded down to this many milliseconds. */
  readonly tick?: number;
  /** A new live stream first repeats this many earlier lines (`now` and `since` servers). */
  readonly repeats?: number;
  /** A live stream sends every new line twice. */
  readonly twice?: boolean;
  /** Older lines are asked for by the id of the oldest one held, and do not repeat it. */
  readonly olderById?: boolean;
  /** REST rows have ids, which live lines have not, as Stratal's (`count` servers only). */
  readonly rowIds?: boolean;
  /** Its lists do not say that lines before them were dropped. */
  readonly silent?: boolean;
}

/** How a connection ends. A reset may lose data that was sent but not read yet. */
export type CutKind = 'reset' | 'end';

interface Row {
  readonly id: number;
  readonly timestamp: string;
  readonly message: string;
}

interface RowsPage {
  readonly rows: Row[];
  readonly more: boolean;
  readonly truncated: boolean;
  readonly offset: number;
  readonly chain: number;
}

export interface SimulatedServer {
  readonly source: LogSource;
  readonly fetch: typeof globalThis.fetch;
  /** Every line ever written. */
  readonly written: readonly string[];
  /** Writes a line. `age`: how many milliseconds its timestamp lies in the past; rows are sorted by timestamp. */
  write(message: string, age?: number): void;
  /** Adds a line that no live stream delivers, as by a transaction that began `age` milliseconds ago and committed late. */
  commitLate(message: string, age?: number): void;
  /** Changes the text of the newest line, and its timestamp to now; no live stream delivers this. */
  edit(message: string): void;
  /** Restarts the log: the lines are gone, ids start at 0 again, and every live stream ends. */
  restart(): void;
  /** Ends every live stream after the next `bytes` bytes. Default: at once. */
  cut(bytes?: number, kind?: CutKind): void;
  /** Stops sending after this many more lines, until the returned function is called; no line is lost. */
  stall(lines: number): () => void;
  /** Truncates the next REST response after this many bytes; undefined: no longer. */
  cutRows(bytes: number | undefined): void;
  /** Takes this many milliseconds for each REST response from now on. `stale`: it lists what there was when it was requested. */
  slowRows(ms: number, stale: boolean): void;
  /** Responds to the next requests with this status. */
  refuse(times: number, status: number): void;
  /** Responds to every REST request with 503 until the returned function is called. */
  refuseRows(): () => void;
  complete(): void;
  readonly connections: number;
}

const BASE = 'http://simulated.test';

/** How many lines a `tail` server is asked to replay. */
const TAIL = 1_000;

export function createSimulatedServer(clock: Clock, options: SimulatedServerOptions): SimulatedServer {
  const written: string[] = [];
  const rows: Row[] = [];
  /** Number of lines written before the restart. */
  let before = 0;
  const live = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const encoder = new TextEncoder();
  let refusals: number[] = [];
  let ended = false;
  let rowsDown = false;
  let cutAfter: { bytes: number; readonly kind: CutKind } | undefined;
  let rowBytes: number | undefined;
  /** What each chain of pages lists: what there was at its first page. */
  const chains: Row[][] = [];
  let slow = { ms: 0, stale: false };
  let linesToStall = Infinity;
  let waiting: (() => void)[] = [];

  const { pageRows = 500 } = options;
  // A page of one row cannot repeat one and go on.
  const shifts = options.shifts === true && pageRows > 1;

  const held = (): Row[] => rows.slice(-(options.ring ?? rows.length + 1));
  const after = (since: string | null): Row[] =>
    held().filter(
      (row) => since === null || (options.inclusive ? row.timestamp >= since : row.timestamp > since),
    );
  const olderThan = (id: string | null, all: Row[]): Row[] =>
    id === null
      ? all
      : all.slice(
          0,
          all.findIndex((row) => String(row.id) === id),
        );
  const event = (row: Row): Uint8Array => encoder.encode(`event: log\ndata: ${JSON.stringify(row)}\n\n`);

  /** The lines with which a live stream begins. */
  function replayed(query: URLSearchParams): Row[] {
    if (options.liveStart === 'tail') return held().slice(-Number(query.get('tail')));
    const all = held();
    const wanted = options.liveStart === 'since' ? after(query.get('since')) : options.replay ? all : [];
    const count = Math.max(wanted.length, Math.min(all.length, options.repeats ?? 0));
    return all.slice(all.length - count);
  }

  function hangUp(kind: CutKind): void {
    for (const controller of live)
      if (kind === 'end') controller.close();
      else controller.error(new TypeError('terminated'));
    live.clear();
  }

  /** Sends the pending data to one stream, up to the next cut. */
  function send(controller: ReadableStreamDefaultController<Uint8Array>, bytes: Uint8Array): void {
    if (linesToStall === 0) return void waiting.push(() => send(controller, bytes));
    linesToStall -= 1;
    if (!live.has(controller)) return;
    if (!cutAfter || bytes.length < cutAfter.bytes) {
      if (cutAfter) cutAfter.bytes -= bytes.length;
      return controller.enqueue(bytes);
    }
    if (cutAfter.bytes > 0) controller.enqueue(bytes.slice(0, cutAfter.bytes));
    const { kind } = cutAfter;
    cutAfter = undefined;
    hangUp(kind);
  }

  function openStream(query: URLSearchParams, signal: AbortSignal | null | undefined): Response {
    let own: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        own = controller;
        live.add(controller);
        for (const row of replayed(query)) send(controller, event(row));
        if (ended) send(controller, encoder.encode('event: complete\ndata: {}\n\n'));
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
    const limit = query.has('whole') ? Infinity : Math.min(pageRows, Number(query.get('limit') ?? Infinity));
    const tail = query.get('tail');
    const chain = Number(query.get('chain') ?? chains.length);
    const wanted = (): Row[] => olderThan(query.get('before'), after(query.get('since')));
    const all = shifts ? wanted() : (chains[chain] ??= wanted());
    const first = tail === null ? 0 : Math.max(0, all.length - Number(tail));
    const offset = Number(query.get('offset') ?? first);
    const answer: RowsPage = {
      rows: all.slice(offset, offset + limit),
      more: offset + limit < all.length,
      truncated:
        (tail !== null && offset > 0) ||
        (!options.silent &&
          (tail !== null || !query.has('since')) &&
          held().length < written.length - before),
      offset,
      chain,
    };
    if (rowBytes === undefined) return Response.json(answer);
    const bytes = encoder.encode(JSON.stringify(answer)).slice(0, rowBytes);
    rowBytes = undefined;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes);
        controller.error(new TypeError('terminated'));
      },
    });
    return new Response(body, { headers: { 'content-type': 'application/json' } });
  }

  async function slowPage(query: URLSearchParams, signal: AbortSignal | null | undefined): Promise<Response> {
    const { ms, stale } = slow;
    if (ms === 0) return page(query);
    const early = stale ? page(query) : undefined;
    await new Promise<void>((resolve, reject) => {
      const cancel = clock.schedule(resolve, ms);
      signal?.addEventListener('abort', () => {
        cancel();
        reject(new DOMException('aborted', 'AbortError'));
      });
    });
    return early ?? page(query);
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
    return url.pathname === '/live'
      ? openStream(url.searchParams, init?.signal)
      : slowPage(url.searchParams, init?.signal);
  }) as typeof globalThis.fetch;

  function decodeRow(row: Row, hasId = options.identity === 'id'): DecodedLine {
    return {
      ...(hasId ? { id: String(row.id) } : {}),
      timestamp: row.timestamp,
      time: Date.parse(row.timestamp),
      level: 'info',
      message: row.message,
      labels: {},
      raw: row,
    };
  }

  /** The request for rows, as they are sent. */
  function rowsQuery(query: string): Query<RowsPage> {
    const decode = (body: unknown): RowsPage => body as RowsPage;
    return { url: `${BASE}/rows?${query}`, token: 'none', expect: 'json', decode };
  }

  function request(query: string): PageRequest {
    return mapQuery(rowsQuery(query), (first) => {
      const { rows: sent, offset, truncated, chain } = first;
      const of = shifts ? query : `${query}&chain=${chain}`;
      const read = (limit: number, at: number): Query<RowsPage> =>
        rowsQuery(`${of}&limit=${limit}&offset=${at}`);
      const pageOf = ({ answer, known, isEnd, next }: ReadOn<RowsPage>): Page => ({
        lines: answer.rows.slice(known).map((row) => decodeRow(row, options.rowIds)),
        malformed: [],
        truncated,
        next: isEnd || !answer.more ? undefined : readOn(read, next, Infinity, pageRows, pageOf),
      });
      return pageOf(firstRows(first, offset, sent.length));
    });
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
    older: ({ oldest, newer, limit }) =>
      options.olderById && oldest?.id !== undefined
        ? request(`before=${oldest.id}&tail=${limit}`)
        : request(`tail=${newer + limit}&whole`),
    catchUp: (cursor) => request(options.liveStart === 'tail' ? 'tail=10000' : sinceQuery(cursor)),
  };

  function add(message: string, age: number): Row {
    const tick = options.tick ?? 1;
    const timestamp = new Date(Math.floor((clock.now() - age) / tick) * tick).toISOString();
    const row: Row = { id: written.length - before, timestamp, message };
    let at = rows.length;
    while (at > 0 && (rows[at - 1] as Row).timestamp > timestamp) at -= 1;
    rows.splice(at, 0, row);
    written.push(message);
    return row;
  }

  return {
    source,
    fetch,
    written,
    commitLate: (message, age = 0) => void add(message, age),
    write(message, age = 0) {
      const row = event(add(message, age));
      for (const controller of live) {
        send(controller, row);
        if (options.twice) send(controller, row);
      }
    },
    edit(message) {
      const id = rows.pop()?.id ?? 0;
      rows.push({ id, timestamp: new Date(clock.now()).toISOString(), message });
    },
    restart() {
      rows.length = 0;
      before = written.length;
      hangUp('reset');
    },
    cut(bytes = 0, kind = 'reset') {
      if (bytes === 0) hangUp(kind);
      else cutAfter = { bytes, kind };
    },
    stall(lines) {
      linesToStall = lines;
      return () => {
        const late = waiting;
        waiting = [];
        linesToStall = Infinity;
        for (const go of late) go();
      };
    },
    cutRows(bytes) {
      rowBytes = bytes;
    },
    slowRows(ms, stale) {
      slow = { ms, stale };
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
      for (const controller of live) controller.enqueue(encoder.encode('event: complete\ndata: {}\n\n'));
      hangUp('end');
    },
    get connections() {
      return live.size;
    },
  };
}
