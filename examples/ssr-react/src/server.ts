// Renders the page on each request, and runs a reference backend beside it: node src/server.ts [--port 4291] [--dir dist]
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { serve } from '@tailrace/mock-server/server';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '4291' }, dir: { type: 'string', default: 'dist' } },
});

const backend = await serve({ port: 0 });
const client = join(values.dir, 'client');
const template = await readFile(join(client, 'index.html'), 'utf8');
const built = pathToFileURL(resolve(values.dir, 'server', 'render.js')).href;
const { render } = (await import(built)) as { render(backend: string): string };

const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/') {
    // Functions, so that a `$` in what is put in means nothing.
    const page = template
      .replace('%BACKEND%', () => backend.url)
      .replace('<!--app-->', () => render(backend.url));
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page);
    return;
  }
  const file = join(client, normalize(pathname));
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
