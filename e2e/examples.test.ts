/** The examples work as their README files say. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogStream } from '@tailrace/core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runs } from '../examples/full-backend/src/runs.js';
import { keepScreenshot, launchBrowser, openPage } from './support/browser.js';
import { inRoot } from './support/paths.js';
import { run, start, type Program } from './support/process.js';
import { served, startServer, urlOf, type Served } from './support/tailrace.js';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Starts an example with the command in its README file. Where it is a page, this builds it. */
async function startExample(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Program> {
  const command = `npm run example ${name}`;
  expect(await readFile(inRoot(`examples/${name}/README.md`), 'utf8')).toContain(command);
  return start('npm', ['run', '--silent', 'example', name, '--', ...args], { cwd: inRoot('.'), env });
}

/** An example that `tailrace serve` serves, with a run of 50 lines. */
async function serveExample(name: string): Promise<Served> {
  const server = await served(await startExample(name, ['--port', '0', '--scenario', 'none']));
  await server.fill('job-1', 50);
  return server;
}

describe('examples', () => {
  it('node: follows every run, and prints a summary when interrupted', async () => {
    const server = await startServer();
    await server.fill('job-1', 50);
    const script = start(process.execPath, [inRoot('examples/node/src/follow.ts'), server.url]);
    await script.hasLines(20);
    await server.act({
      action: 'append',
      runId: 'job-1',
      lines: [{ message: 'disk \u001b[33mnearly\u001b[0m full', level: 'warn' }],
    });
    await script.hasLines(21);
    script.kill('SIGINT');
    expect(await script.ended, script.stderr()).toBe(0);
    expect(script.lines()[20]).toMatch(/^\d{4}-\S+ warn {2}job-1 disk nearly full$/);
    expect(script.lines().at(-1)).toMatch(/^\d+ received, 21 new, \d+ seen before, 0 gaps$/);
    await server.stop();
  });

  it('vanilla: a page that loads core as a module, without a build', async () => {
    const server = await serveExample('vanilla');
    const { page, troubles, close } = await openPage(browser, `${server.url}/examples/vanilla/index.html`);
    await expect.poll(() => page.locator('li').count()).toBe(50);
    await server.act({
      action: 'append',
      runId: 'job-1',
      lines: [{ message: '<b>\u001b[1mbold\u001b[0m</b>', level: 'error' }],
    });
    await expect.poll(() => page.locator('li').last().textContent()).toMatch(/ <b>bold<\/b>$/);
    expect(await page.locator('li').last().getAttribute('data-level')).toBe('error');
    await expect.poll(() => page.locator('output').textContent()).toBe('live: 51 lines');
    expect(troubles).toEqual([]);
    await close();
    await server.stop();
  });

  it('vue: filters, finds, and keeps the line being read in place', async () => {
    const server = await serveExample('vue');
    const { page, troubles, close } = await openPage(browser, server.url);
    await expect.poll(() => page.locator('output').textContent()).toBe('live · 50 lines');
    await server.act({ action: 'append', runId: 'job-1', lines: [{ message: 'on fire', level: 'error' }] });
    await expect.poll(() => page.locator('li').last().textContent()).toMatch(/on fire$/);

    await page.getByLabel('Find').fill('LINE 2');
    await expect.poll(() => page.locator('form').textContent()).toContain('1/11');
    await expect.poll(() => page.locator('[data-current] mark').textContent()).toBe('line 2');
    const place = async (): Promise<number | undefined> =>
      (await page.locator('[data-current]').boundingBox())?.y;
    const before = await place();
    await server.act({ action: 'append', runId: 'job-1', count: 5_000 });
    await expect.poll(() => page.locator('output').textContent()).toBe('live · 5051 lines');
    expect(await place()).toBe(before);
    expect(await page.locator('li').count()).toBeLessThan(100);
    await page.getByRole('button', { name: 'Newest lines' }).click();
    await expect.poll(() => page.locator('li').last().textContent()).toMatch(/line 5051$/);

    await page.getByLabel('From').selectOption('error');
    await expect.poll(() => page.locator('output').textContent()).toBe('live · 1 of 5051 lines');
    expect(await page.locator('li').allTextContents()).toEqual([expect.stringMatching(/on fire$/)]);
    await page.getByLabel('From').selectOption('trace');
    await page.getByLabel('Show').selectOption('system');
    await server.act({ action: 'append', runId: 'system', lines: ['configuration read'] });
    await expect.poll(() => page.locator('li').last().textContent()).toMatch(/configuration read$/);
    expect(await page.getByText('line 5051').count()).toBe(0);
    await keepScreenshot(page, 'example-vue');
    expect(troubles).toEqual([]);
    await close();
    await server.stop();
  });

  it('custom-backend: an adapter of 40 lines for NDJSON loses no line when its server restarts', async () => {
    const adapter = await readFile(inRoot('examples/custom-backend/src/orchard.ts'), 'utf8');
    expect(adapter.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
    const server = await startExample('custom-backend', ['--port', '0']);
    const url = await urlOf(server);
    const { page, troubles, close } = await openPage(browser, url);
    await page.locator('[data-tailrace="status"][data-status="polling"]').waitFor();
    await expect.poll(() => newestCrate(page)).toBeGreaterThan(0);
    await keepScreenshot(page, 'example-custom-backend');
    expect(troubles).toEqual([]);

    const before = await newestCrate(page);
    server.kill('SIGTERM');
    await server.ended;
    await page.locator('[data-tailrace="status"][data-status="reconnecting"]').waitFor();
    const again = start(process.execPath, ['src/server.ts', '--port', new URL(url).port], {
      cwd: inRoot('examples/custom-backend'),
    });
    await urlOf(again);
    await expect.poll(() => newestCrate(page)).toBeGreaterThan(before + 10);
    const crates = await cratesOf(page);
    expect(crates).toEqual(crates.map((_, at) => (crates[0] ?? 0) + at));
    expect(await page.locator('[data-tailrace="gap"]').count()).toBe(0);
    await close();
    again.kill('SIGKILL');
    await again.ended;
  });

  it('full-backend: shows every line of its table once, although the server is killed repeatedly', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tailrace-e2e-'));
    const args = ['--db', join(folder, 'log.db'), '--lines', '900', '--every', '3'];
    const script = inRoot('examples/full-backend/src/server.ts');
    let server = start(process.execPath, [script, '--port', '0', ...args]);
    const url = await urlOf(server);
    const stream = createLogStream(runs({ baseUrl: url }).log('build'), { backoff: { base: 20, cap: 100 } });
    const held = (): number => stream.getSnapshot().view.length;
    stream.connect();
    for (const lines of [100, 300, 500]) {
      await expect.poll(held).toBeGreaterThan(lines);
      server.kill('SIGKILL');
      await server.ended;
      server = start(process.execPath, [script, '--port', new URL(url).port, ...args]);
      await urlOf(server);
    }
    await expect.poll(() => stream.getSnapshot().status).toBe('complete');
    const { items, ledger, outcome } = stream.getSnapshot();
    expect(items.map((item) => item.kind === 'log' && item.id)).toEqual(
      Array.from({ length: 900 }, (_, at) => String(at + 1)),
    );
    expect(ledger).toMatchObject({ stored: 900, dropped: 0, malformed: 0, gaps: 0 });
    expect(outcome).toBe('completed');

    // By polling alone, back to the first line; and an unknown log is reported.
    const paged = createLogStream(runs({ baseUrl: url }).log('build'), { transport: 'polling', history: 50 });
    paged.connect();
    await expect.poll(() => paged.getSnapshot().status).toBe('complete');
    while (paged.getSnapshot().history === 'more') await paged.loadOlder(400);
    await expect.poll(() => paged.getSnapshot().view.length).toBe(900);
    paged.dispose();
    const missing = createLogStream(runs({ baseUrl: url }).log('nothing'));
    missing.connect();
    await expect.poll(() => missing.getSnapshot().error?.kind).toBe('not-found');
    missing.dispose();
    stream.dispose();
    server.kill('SIGKILL');
    await server.ended;
    await rm(folder, { recursive: true });
  });

  // Only the development build of React reports hydration mismatches.
  it.each(['development', 'production'] as const)(
    'react-router: hydrates without a warning, and navigates to another log (%s)',
    async (mode) => {
      const server =
        mode === 'production'
          ? await startExample('react-router', ['--port', '0'], { NODE_ENV: mode })
          : await startForDevelopment();
      const url = await urlOf(server);
      const html = await (await fetch(`${url}/steady`)).text();
      expect(html).toContain('<title>Log of steady</title>');
      expect(html).toContain('data-tailrace="viewer"');
      expect(html).not.toContain('data-tailrace="row"');
      const { page, troubles, close } = await openPage(browser, url);
      await page.locator('[data-tailrace="status"][data-status="live"]').waitFor();
      await page.locator('[data-tailrace="row"]').first().waitFor();
      await keepScreenshot(page, `example-react-router-${mode}`);
      await page.getByRole('link', { name: 'steady' }).click();
      await expect.poll(() => page.title()).toBe('Log of steady');
      await page.locator('[data-tailrace="row"]').first().waitFor();
      expect(troubles).toEqual([]);
      await close();
      server.kill('SIGTERM');
      await server.ended;
    },
  );
});

/** Where the examples that are not started above show their logs. */
const pages = [
  ['dashboard-react', '/#/prismq/steady'],
  ['full-backend', '/'],
] as const;

describe('the command in its README', () => {
  it.each(pages)('starts %s', async (name, path) => {
    const program = await startExample(name, ['--port', '0']);
    const { page, troubles, close } = await openPage(browser, `${await urlOf(program)}${path}`);
    await page.locator('[data-tailrace="row"]').nth(5).waitFor();
    expect(troubles).toEqual([]);
    await close();
    program.kill('SIGTERM');
    await program.ended;
  });

  // Runs tests of its own, with browsers, beside those that this machine runs already.
  it('starts testing: Vitest in Node and in a browser, and Playwright', { timeout: 300_000 }, async () => {
    const program = await startExample('testing', []);
    expect(await program.ended, program.stdout() + program.stderr()).toBe(0);
    expect(program.stdout()).toMatch(/Test Files .*8 passed/);
    expect(program.stdout()).toContain('1 passed');
  });

  it('starts node', async () => {
    const program = await startExample('node', []);
    await program.hasLines(20);
    program.kill('SIGINT');
    await program.ended;
    expect(program.lines().at(-1)).toMatch(/^\d+ received, \d+ new, \d+ seen before, 0 gaps$/);
  });

  it('lists the examples if the name is unknown', async () => {
    const program = start('npm', ['run', '--silent', 'example', 'nothing'], { cwd: inRoot('.') });
    expect(await program.ended).toBe(1);
    expect(program.stderr()).toContain(
      'custom-backend|dashboard-react|full-backend|node|react-router|testing|vanilla|vue',
    );
  });
});

/** The example for React Router, built for development. */
async function startForDevelopment(): Promise<Program> {
  const cwd = inRoot('examples/react-router');
  const env = { NODE_ENV: 'development' };
  const tool = inRoot('node_modules/@react-router/dev/bin.cjs');
  const built = await run(process.execPath, [tool, 'build', '--mode', 'development'], { cwd, env });
  expect(built.status, built.stderr).toBe(0);
  return start(process.execPath, ['server.ts', '--port', '0'], { cwd, env });
}

/** The numbers of the visible crates, in order. */
async function cratesOf(page: Page): Promise<number[]> {
  // Read in one step: a locator finds its elements first and reads them later, when rows may show other lines.
  const texts = await page.evaluate(() =>
    [...document.querySelectorAll('[data-tailrace="row"] [data-tailrace="message"]')].map(
      ({ textContent }) => textContent ?? '',
    ),
  );
  return texts.map((text) => Number(/crate (\d+)/.exec(text)?.[1]));
}
const newestCrate = async (page: Page): Promise<number> => (await cratesOf(page)).at(-1) ?? 0;
