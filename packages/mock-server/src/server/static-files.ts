import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};

/**
 * Serves a built site: `/` is its `index.html`, every other path a file below `directory`. Resolves to false, with nothing
 * sent, if there is no such file. Hidden files and paths that lead out of the directory count as missing.
 */
export async function serveStatic(
  directory: string,
  path: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<boolean> {
  const file = await fileFor(directory, path);
  if (!file) return false;
  outgoing.writeHead(200, {
    'Content-Type': types[extname(file.path).toLowerCase()] ?? 'application/octet-stream',
    'Content-Length': file.size,
    // Built assets have a hash in their names; the page that loads them does not.
    'Cache-Control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    'X-Content-Type-Options': 'nosniff',
  });
  if (incoming.method === 'HEAD') outgoing.end();
  else await pipeline(createReadStream(file.path), outgoing);
  return true;
}

async function fileFor(directory: string, path: string): Promise<{ path: string; size: number } | undefined> {
  try {
    const segments = decodeURIComponent(path === '/' ? '/index.html' : path).split('/');
    if (segments.some((segment) => segment.startsWith('.') || /[\\\0]/.test(segment))) return undefined;
    const root = await realpath(directory);
    const wanted = await realpath(join(root, ...segments));
    if (!wanted.startsWith(root + sep)) return undefined;
    const found = await stat(wanted);
    return found.isFile() ? { path: wanted, size: found.size } : undefined;
  } catch (error) {
    // A path that cannot be decoded or does not exist counts as missing; any other error is a real one.
    if (error instanceof URIError) return undefined;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return undefined;
    throw error;
  }
}
