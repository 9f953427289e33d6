// Serves the built pages, and runs a reference backend next to them: node server.ts [--port 4291] [--dir dist]
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createRequestListener } from '@react-router/node';
import { serve } from '@tailrace/mock-server/server';
import type { ServerBuild } from 'react-router';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '4291' }, dir: { type: 'string', default: 'dist' } },
});

const backend = await serve({ port: 0 });
process.env['LOGS_URL'] = backend.url;

const built = pathToFileURL(resolve(values.dir, 'server', 'index.js')).href;
const render = createRequestListener({ build: (await import(built)) as ServerBuild });
const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (!pathname.startsWith('/assets/')) {
    void render(request, response);
    return;
  }
  const file = join(values.dir, 'client', normalize(pathname));
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
