// A small server with a log as NDJSON, without dependencies: node src/server.ts [--port 4290] [--dir dist]
//
//   GET /logs/{id}?last=N          the newest N lines, oldest first
//   GET /logs/{id}?since=STAMP     the lines from that timestamp on
//   GET /logs/{id}?before=N&last=N the lines before line N
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '4290' }, dir: { type: 'string', default: 'dist' } },
});

// The log is a function of the clock: line n is written at BEGIN + n · EVERY. So a restarted server has the same log.
const BEGIN = Date.parse('2026-01-01T00:00:00Z');
const EVERY = 400;
const HELD = 50_000;
const PICKERS = ['ada', 'bo', 'cleo'];

const newest = (): number => Math.floor((Date.now() - BEGIN) / EVERY);

function row(n: number): string {
  const severity = n % 23 === 0 ? 'problem' : n % 7 === 0 ? 'warning' : 'notice';
  const text = severity === 'problem' ? `crate ${n} dropped` : `crate ${n} picked, ${8 + ((n * 7) % 13)} kg`;
  const at = new Date(BEGIN + n * EVERY).toISOString();
  return JSON.stringify({ n, at, severity, text, picker: PICKERS[n % PICKERS.length] });
}

function lines(query: URLSearchParams): string {
  const end = query.has('before') ? Number(query.get('before')) - 1 : newest();
  const first = query.has('since')
    ? Math.ceil((Date.parse(query.get('since') ?? '') - BEGIN) / EVERY)
    : end - Number(query.get('last') ?? 100) + 1;
  const from = Math.max(first, newest() - HELD + 1, 0);
  let text = '';
  for (let n = from; n <= end; n += 1) text += `${row(n)}\n`;
  return text;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname.startsWith('/logs/')) {
    response.writeHead(200, { 'Content-Type': 'application/x-ndjson', 'Cache-Control': 'no-store' });
    response.end(lines(searchParams));
    return;
  }
  const file = join(values.dir, normalize(pathname === '/' ? '/index.html' : pathname));
  readFile(file).then(
    (content) =>
      response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'text/plain' }).end(content),
    () => response.writeHead(404).end(),
  );
});
server.listen(Number(values.port), '127.0.0.1', () => {
  const address = server.address();
  console.log(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : values.port}`);
});
