import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../main.js';
import { fakeIo } from '../testing/fake-io.js';
import { useReferenceServer } from '../testing/reference-server.js';

const server = useReferenceServer();
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailrace-cli-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('tailrace download', () => {
  it('writes the server’s file under the server’s name, and does not overwrite it', async () => {
    const id = server.newRun(300);
    const io = fakeIo({ cwd: folder });
    expect(await main(['download', 'prismq', server.url, id], io)).toBe(0);
    expect(await readdir(folder)).toEqual([`${id}.log`]);
    const text = await readFile(join(folder, `${id}.log`), 'utf8');
    expect(text.split('\n')).toHaveLength(301);
    expect(io.err()).toBe(`tailrace: ${text.length.toLocaleString('en')} bytes written to ${id}.log.\n`);

    const again = fakeIo({ cwd: folder });
    expect(await main(['download', 'prismq', server.url, id], again)).toBe(1);
    expect(again.err()).toContain('already exists. Choose a file with --output');
    expect(await readdir(folder)).toEqual([`${id}.log`]);
  });

  it('overwrites a file given with --output', async () => {
    await writeFile(join(folder, 'x.log'), 'old');
    expect(
      await main(
        ['download', 'prismq', server.url, server.newRun(['new']), '--output', 'x.log'],
        fakeIo({ cwd: folder }),
      ),
    ).toBe(0);
    expect(await readFile(join(folder, 'x.log'), 'utf8')).toBe('new\n');
  });

  it.each(['codespace', 'containers'])(
    'writes every line of %s, which has no log file to download',
    async (backend) => {
      const id = server.newRun(1200);
      const io = fakeIo({ cwd: folder, env: { TAILRACE_TOKEN: 'tailrace-demo' } });
      expect(await main(['download', backend, server.url, id, '--output', '-'], io)).toBe(0);
      expect(io.lines()).toHaveLength(1200);
      expect(io.lines()[0]).toMatch(/^\d{4}-\S+ INFO .*line 1$/);
      expect(io.err()).toBe('');
    },
  );

  it.each(['prismq', 'containers'])(
    'ends at once when it is interrupted while a pager reads nothing more: %s',
    async (backend) => {
      const id = server.newRun(Array.from({ length: 2_000 }, () => 'x'.repeat(200)));
      const io = fakeIo({ cwd: folder, env: { TAILRACE_TOKEN: 'tailrace-demo' } });
      const pager = new Writable({ write: () => undefined });
      const ended = main(['download', backend, server.url, id, '--output', '-'], { ...io, stdout: pager });
      await expect.poll(() => pager.writableNeedDrain).toBe(true);
      io.send('SIGINT');
      expect(await ended).toBe(130);
      expect(io.err()).toContain('Interrupted');
    },
  );

  it('writes every line of a log of any length, and requests no more of it than its reader takes', async () => {
    const total = 260_000;
    let requests = 0;
    const lister = createServer((request, response) => {
      requests += 1;
      const { searchParams } = new URL(request.url ?? '', 'http://lister.test');
      const offset = Number(searchParams.get('offset'));
      const count = Math.min(Number(searchParams.get('limit')), total - offset);
      const data = Array.from({ length: count }, (_, at) => ({
        id: `log-${offset + at}`,
        created_at: '2026-01-15T10:30:00Z',
        message: `line ${offset + at}`,
      }));
      response
        .setHeader('Content-Type', 'application/json')
        .end(JSON.stringify({ data, total_count: total, has_more: offset + count < total }));
    });
    await new Promise<void>((listening) => lister.listen(0, '127.0.0.1', listening));
    try {
      const io = fakeIo({ cwd: folder, env: { TAILRACE_TOKEN: 'x' } });
      const url = `http://127.0.0.1:${(lister.address() as AddressInfo).port}`;
      let text = '';
      let read = (): void => undefined;
      const reading = new Promise<void>((begun) => (read = begun));
      const pager = new Writable({
        write(chunk: Buffer, _encoding, done) {
          text += chunk.toString();
          void reading.then(() => done());
        },
      });
      const ended = main(['download', 'codespace', url, 't', '--output', '-'], { ...io, stdout: pager });
      await expect.poll(() => requests, { timeout: 20_000 }).toBeGreaterThan(200);
      expect(requests).toBeLessThan(210);
      read();
      expect(await ended).toBe(0);
      const lines = text.split('\n').slice(0, -1);
      expect(lines).toHaveLength(total);
      expect(lines.findIndex((line, at) => !line.endsWith(` line ${at}`))).toBe(-1);
      expect(io.err()).toBe('');
    } finally {
      lister.close();
    }
  });

  it('refuses a folder before it asks the server', async () => {
    const io = fakeIo({ cwd: folder });
    expect(await main(['download', 'prismq', 'http://127.0.0.1:9', 'x', '--output', '.'], io)).toBe(2);
    expect(io.err()).toMatch(/^tailrace: --output takes a file, but \. is a folder\.\n/);
    expect(await readdir(folder)).toEqual([]);
  });

  it('does not take a web page for a log', async () => {
    const page = createServer((_, response) => {
      response
        .setHeader('Content-Type', 'text/html; charset=utf-8')
        .end('\n<!DOCTYPE html><title>Sign in</title>');
    });
    await new Promise<void>((listening) => page.listen(0, '127.0.0.1', listening));
    try {
      const io = fakeIo({ cwd: folder });
      const url = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;
      expect(await main(['download', 'prismq', url, 'x'], io)).toBe(1);
      expect(io.err()).toMatch(/returned a web page instead of a log\. Check that the base URL/);
      expect(await readdir(folder)).toEqual([]);
    } finally {
      page.close();
    }
  });

  it('leaves no file behind if it fails', async () => {
    const io = fakeIo({ cwd: folder });
    expect(await main(['download', 'prismq', server.url, 'nowhere'], io)).toBe(1);
    expect(io.err()).toMatch(/^tailrace: .*404.*\n$/);
    expect(await readdir(folder)).toEqual([]);
  });
});
