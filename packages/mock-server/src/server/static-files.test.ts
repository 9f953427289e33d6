import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { raw, start } from '../testing/served.js';

describe('the pages', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tailrace-pages-'));
    await mkdir(join(directory, 'site', 'assets'), { recursive: true });
    await writeFile(join(directory, 'site', 'index.html'), '<title>Dashboard</title>');
    await writeFile(join(directory, 'site', 'assets', 'app.js'), 'void 0');
    await writeFile(join(directory, 'site', '.env'), 'secret');
    await writeFile(join(directory, 'outside.txt'), 'secret');
    await symlink(join(directory, 'outside.txt'), join(directory, 'site', 'link.txt'));
  });
  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  it('are the dashboard if there is one', async () => {
    const server = await start({ dashboardDir: join(directory, 'site') });
    const page = await fetch(`${server.url}/?run=demo`);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toBe('<title>Dashboard</title>');
    const script = await fetch(`${server.url}/assets/app.js`);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect((await fetch(`${server.url}/api/runs/demo`)).status).toBe(200);
    expect((await fetch(`${server.url}/assets/none.js`)).status).toBe(404);
  });

  it.each([
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '/..%2foutside.txt',
    '/.env',
    '/link.txt',
    '/assets',
    '/a%00b',
    '/%zz',
  ])('do not expose files outside of it through %s', async (path) => {
    const server = await start({ dashboardDir: join(directory, 'site') });
    expect((await raw(server, path)).statusCode).toBe(404);
  });

  it('list the endpoints if there is no dashboard', async () => {
    const server = await start();
    const text = await (await fetch(server.url)).text();
    expect(text).toContain('/codespace/task/demo/logs');
  });
});
