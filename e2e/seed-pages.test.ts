/** `<LogViewer jobRunId />` and `<LogViewer filterType />`, bundled from the built packages, as in a user's project. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser, openPage } from './support/browser.js';
import { buildPage, type BuiltPage } from './support/build-page.js';
import { startServer, type Served } from './support/tailrace.js';

let built: BuiltPage;
let server: Served;
let browser: Browser;
beforeAll(async () => {
  built = await buildPage('seed-pages', 'builds');
  server = await startServer(['--scenario', 'none', '--dashboard', built.folder]);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await built.remove();
});

it('shows a job run and the system log live, at the requested heights', async () => {
  await server.fill('job-123', 200);
  await server.act({ action: 'append', runId: 'system', lines: ['server started'] });
  const { page, troubles, close } = await openPage(browser, server.url);

  const job = page.locator('#job');
  const system = page.locator('#system');
  await expect.poll(() => job.locator('[data-tailrace="row"]').last().textContent()).toMatch(/line 200$/);
  await expect
    .poll(() => system.locator('[data-tailrace="row"]').last().textContent())
    .toMatch(/server started$/);
  await expect.poll(() => job.locator('[data-tailrace="status"]').getAttribute('data-status')).toBe('live');
  await expect
    .poll(() => system.locator('[data-tailrace="status"]').getAttribute('data-status'))
    .toBe('live');

  await server.act({ action: 'append', runId: 'job-123', lines: ['job goes on'] });
  await server.act({ action: 'append', runId: 'system', lines: ['configuration changed'] });
  await expect.poll(() => job.locator('[data-tailrace="row"]').last().textContent()).toMatch(/job goes on$/);
  await expect
    .poll(() => system.locator('[data-tailrace="row"]').last().textContent())
    .toMatch(/configuration changed$/);
  expect(await system.getByText('job goes on').count()).toBe(0);

  expect((await job.locator('[data-tailrace="viewer"]').boundingBox())?.height).toBe(600);
  expect((await system.locator('[data-tailrace="viewer"]').boundingBox())?.height).toBe(400);
  expect(troubles).toEqual([]);
  await close();
});
