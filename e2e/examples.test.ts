/** The small examples run, as their README files say. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import vue from '@vitejs/plugin-vue';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openPage } from './support/browser.js';
import { inRoot } from './support/paths.js';
import { run, start } from './support/process.js';
import { startServer, type Served } from './support/tailrace.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

async function serveFolder(folder: string): Promise<Served> {
  const server = await startServer(['--scenario', 'none', '--dashboard', folder]);
  await server.fill('job-1', 50);
  return server;
}

describe('examples', () => {
  it('node: follows every run, and sums up when it is interrupted', async () => {
    const server = await serveFolder(inRoot('examples'));
    const script = start(process.execPath, [inRoot('examples/node/src/follow.ts'), server.url]);
    await script.hasLines(20);
    await server.act({
      action: 'append',
      runId: 'job-1',
      lines: [{ message: 'disk nearly full', level: 'warn' }],
    });
    await script.hasLines(21);
    script.kill('SIGINT');
    expect(await script.ended, script.stderr()).toBe(0);
    expect(script.lines()[20]).toMatch(/^\d{4}-\S+ warn {2}job-1 disk nearly full$/);
    expect(script.lines().at(-1)).toMatch(/^\d+ received, 21 new, \d+ seen before, 0 gaps$/);
    await server.stop();
  });

  it('testing: a Playwright test of a page and the mock server', async () => {
    const playwright = inRoot('node_modules/playwright/cli.js');
    const { status, stdout } = await run(process.execPath, [playwright, 'test'], {
      cwd: inRoot('examples/testing'),
    });
    expect(status, stdout).toBe(0);
    expect(stdout).toContain('1 passed');
  });

  it('vanilla: a page on core’s own module, without a build', async () => {
    const server = await serveFolder(inRoot('.'));
    const { page, troubles, close } = await openPage(browser, `${server.url}/examples/vanilla/index.html`);
    await expect.poll(() => page.locator('li').count()).toBe(50);
    await server.act({
      action: 'append',
      runId: 'job-1',
      lines: [{ message: '<b>bold</b>', level: 'error' }],
    });
    await expect.poll(() => page.locator('li').last().textContent()).toMatch(/ <b>bold<\/b>$/);
    expect(await page.locator('li').last().getAttribute('data-level')).toBe('error');
    await expect.poll(() => page.locator('output').textContent()).toBe('live: 51 lines');
    expect(troubles).toEqual([]);
    await close();
    await server.stop();
  });

  it('vue: a composable', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tailrace-e2e-'));
    await build({
      configFile: false,
      root: inRoot('examples/vue'),
      plugins: [vue()],
      logLevel: 'error',
      build: { outDir: folder, emptyOutDir: true },
    });
    const server = await serveFolder(folder);
    const { page, troubles, close } = await openPage(browser, server.url);
    await expect.poll(() => page.locator('li').count()).toBe(50);
    await server.act({ action: 'append', runId: 'job-1', count: 1 });
    await expect.poll(() => page.locator('li').last().textContent()).toMatch(/ line 51$/);
    await page.getByLabel('Show').selectOption('system');
    await server.act({ action: 'append', runId: 'system', lines: ['configuration read'] });
    await expect.poll(() => page.locator('li').last().textContent()).toMatch(/ configuration read$/);
    expect(await page.getByText('line 51').count()).toBe(0);
    expect(troubles).toEqual([]);
    await close();
    await server.stop();
    await rm(folder, { recursive: true });
  });
});
