// Lists and streams of a database table, without dependencies: node src/server.ts [--port 4292] [--dir dist] [--db :memory:] [--every 300] [--lines 0]
//
//   GET /runs/{id}/lines?last=N[&until=STAMP&before=ID]     the newest N lines, or the N before a line
//   GET /runs/{id}/lines?since=STAMP[&after=ID][&limit=N]   the lines from a timestamp on, in pages
//   GET /runs/{id}/stream[?since=STAMP]                    the same, then every new line
import { EventEmitter, once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { BEGINNING, END, openStore, type Place } from './store.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4292' },
    dir: { type: 'string', default: 'dist' },
    db: { type: 'string', default: ':memory:' },
    every: { type: 'string', default: '300' },
    lines: { type: 'string', default: '0' },
  },
});

const HEARTBEAT = 15_000;
const PAGE = 1_000;
const store = openStore(values.db);
/** Notifies the streams of a run that lines were written. */
const told = new EventEmitter().setMaxListeners(0);

function list(run: string, query: URLSearchParams): object {
  // The status is read before the lines: if the run had ended by then, all its lines are there.
  const status = store.status(run);
  if (query.has('last')) {
    const place = query.has('until') ? placeOf(query, 'until', 'before') : END;
    const lines = store.before(run, place, Number(query.get('last')));
    return { lines, next: null, total: store.total(run), status: query.has('until') ? 'running' : status };
  }
  const limit = Math.min(Number(query.get('limit') ?? PAGE), PAGE);
  const lines = store.after(run, placeOf(query, 'since', 'after'), limit);
  const end = lines.length === limit ? lines.at(-1) : undefined;
  // Only the last page says that the run has ended.
  if (end)
    return { lines, next: { since: end.at, after: end.id }, total: store.total(run), status: 'running' };
  return { lines, next: null, total: store.total(run), status };
}

/** Ids begin at 1, so a stamp without an id means: from this stamp on, with all lines of its tick. */
const placeOf = (query: URLSearchParams, at: string, id: string): Place => ({
  at: query.get(at) ?? BEGINNING.at,
  id: Number(query.get(id) ?? 0),
});

/**
 * A stream is a place in the table. It reads from there, sends, and waits until it is told of more: so there is no hole between
 * what was stored and what is new, and nothing is held for a reader that is slow.
 */
async function follow(run: string, from: Place, response: ServerResponse): Promise<void> {
  const left = new AbortController();
  response.once('close', () => left.abort());
  let place = from;
  const send = async (event: string, data: unknown): Promise<void> => {
    if (!response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`))
      await once(response, 'drain', { signal: left.signal });
  };
  while (!left.signal.aborted) {
    const turn = new AbortController();
    const signal = AbortSignal.any([left.signal, turn.signal]);
    // Listens before it reads.
    const more = once(told, run, { signal }).then(() => true);
    more.catch(() => undefined);
    const status = store.status(run);
    const lines = store.after(run, place, PAGE);
    for (const line of lines) await send('log', line);
    const end = lines.at(-1);
    if (end) place = { at: end.at, id: end.id };
    else if (status !== 'running') {
      await send('complete', { status });
      response.end();
    } else {
      const quiet = sleep(HEARTBEAT, false, { signal });
      quiet.catch(() => undefined);
      if (!(await Promise.race([more, quiet]))) await send('heartbeat', {});
    }
    turn.abort();
  }
}

const HEADERS = {
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
  'Access-Control-Allow-Origin': '*',
};
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const [, run, what] = /^\/runs\/([^/]+)\/(lines|stream)$/.exec(pathname) ?? [];
  if (run === undefined) {
    const file = join(values.dir, normalize(pathname === '/' ? '/index.html' : pathname));
    readFile(file).then(
      (content) =>
        response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'text/plain' }).end(content),
      () => response.writeHead(404).end(),
    );
  } else if (store.status(run) === undefined) {
    response.writeHead(404, { ...HEADERS, 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ error: `There is no run "${run}".` }));
  } else if (what === 'lines') {
    response.writeHead(200, { ...HEADERS, 'Content-Type': 'application/json' });
    response.end(JSON.stringify(list(run, searchParams)));
  } else {
    response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/event-stream' });
    response.flushHeaders();
    // Who leaves while a line is sent ends the stream, and nothing else.
    follow(run, placeOf(searchParams, 'since', 'after'), response).catch(() => response.destroy());
  }
});
server.listen(Number(values.port), '127.0.0.1', () => {
  const address = server.address();
  console.log(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : values.port}`);
});

// What writes: a run that goes on where it was, also after the server was stopped in its midst.
const WORDS = ['compiled', 'linked', 'tested', 'packed'];
store.create('build');
const wanted = Number(values.lines) || Infinity;
while (store.total('build') < wanted) {
  const n = store.total('build') + 1;
  const level = n % 40 === 0 ? 'error' : n % 15 === 0 ? 'warn' : 'info';
  store.append('build', level, level === 'info' ? `part ${n} ${WORDS[n % 4]}` : `part ${n} took long`);
  told.emit('build');
  await sleep(Number(values.every));
}
store.finish('build', 'completed');
told.emit('build');
