/**
 * The same hand on the plug between a page and its server: what a person sees in `<LogViewer>` at the end is what the
 * server wrote, once and in order, and where the server threw lines away there is a gap in their place.
 */
import type { BackendName, Ledger, TransportName } from '@tailrace/core';
import { serve, type RunningServer } from '@tailrace/mock-server/server';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { launchBrowser, openPage, type WatchedPage } from './support/browser.js';
import { buildPage, type BuiltPage } from './support/build-page.js';
import { chooseSeed, makeChaos } from './support/chaos.js';
import { startChaosProxy, type ChaosProxy } from './support/chaos-proxy.js';
import { numbered } from './support/lines.js';
import { COMBINATIONS } from './support/sources.js';

/** For each combination: together more than 200 cuts in more than 50,000 lines. */
const PLAN = { rounds: 28, cuts: 23, breath: 4 };

let built: BuiltPage;
let browser: Browser;
let allCuts = 0;
let allLines = 0;
beforeAll(async () => {
  built = await buildPage('chaos-page');
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await built.remove();
  expect(allCuts).toBeGreaterThanOrEqual(200);
  expect(allLines).toBeGreaterThanOrEqual(50_000);
});

let server: RunningServer;
let plug: ChaosProxy;
let watched: WatchedPage | undefined;
beforeEach(async () => {
  server = await serve({ port: 0, scenario: 'none', dashboardDir: built.folder });
  if (!server.store.run('demo')) server.store.createRun({ id: 'demo' });
  plug = await startChaosProxy(server.url);
});
afterEach(async () => {
  await watched?.close();
  await plug.close();
  await server.close();
  watched = undefined;
});

/** Opens the page straight from the server; its log comes through the proxy. */
async function openViewer(backend: BackendName, transport: TransportName): Promise<Page> {
  const query = new URLSearchParams({ backend, transport, at: plug.url });
  watched = await openPage(browser, `${server.url}/?${query}`, {
    viewport: { width: 1000, height: 2_000 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  return watched.page;
}

const ledgerOf = async (page: Page): Promise<Ledger> =>
  JSON.parse((await page.locator('output').textContent()) ?? '') as Ledger;
const statusOf = (page: Page): Promise<string | null> =>
  page.locator('[data-tailrace="status"]').getAttribute('data-status');

/** What is copied by hand: everything that can be selected. */
async function copied(page: Page): Promise<string[]> {
  await page.locator('[data-tailrace="viewport"]').focus();
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Control+C');
  return (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
}

/** What is seen on the way from the first row to the last. */
async function seen(page: Page): Promise<string[]> {
  await page.locator('[data-tailrace="viewport"]').focus();
  await page.keyboard.press('Home');
  return page.evaluate(async () => {
    const viewport = document.querySelector('[data-tailrace="viewport"]') as HTMLElement;
    const frame = (): Promise<number> => new Promise(requestAnimationFrame);
    const rows = new Map<number, string>();
    const look = (): void => {
      for (const row of viewport.querySelectorAll('[data-tailrace="row"], [data-tailrace="gap"]')) {
        const message = row.querySelector('[data-tailrace="message"]');
        rows.set(
          Number(row.getAttribute('data-seq')),
          message?.textContent ?? `gap ${row.getAttribute('data-reason')}`,
        );
      }
    };
    for (let atEnd = false; !atEnd;) {
      await frame();
      await frame();
      look();
      atEnd = viewport.scrollTop + viewport.clientHeight >= viewport.scrollHeight - 1;
      viewport.scrollTop += viewport.clientHeight * 0.9;
    }
    return [...rows].sort(([a], [b]) => a - b).map(([, text]) => text);
  });
}

const survives = '%s over %s, in a viewer, survives a hand on the plug';
it.each(COMBINATIONS)(survives, { timeout: 180_000 }, async (backend, transport) => {
  const seed = chooseSeed();
  let written = 0;
  const write = (count: number): void => {
    server.control.append('demo', count);
    written += count;
  };
  write(100);
  const page = await openViewer(backend, transport);
  const caughtUp = (): Promise<void> =>
    expect
      .poll(async () => (await ledgerOf(page)).stored, { message: `seed ${seed}`, timeout: 30_000 })
      .toBeGreaterThanOrEqual(written);

  await caughtUp();
  await makeChaos({ plug, transport, seed, ...PLAN, write, caughtUp });
  const now = transport === 'polling' ? 'polling' : 'live';
  await expect.poll(() => statusOf(page), { message: `seed ${seed}` }).toBe(now);
  expect(await copied(page), `seed ${seed}`).toEqual(numbered(written));
  expect(await seen(page), `seed ${seed}`).toEqual(numbered(written));
  expect(await page.locator('[data-tailrace="status-bar"]').textContent()).not.toMatch(/gap|dropped|unread/);
  const { received, stored, duplicates, dropped, malformed, gaps } = await ledgerOf(page);
  expect({ stored, dropped, malformed, gaps }).toEqual({
    stored: written,
    dropped: 0,
    malformed: 0,
    gaps: 0,
  });
  expect(received).toBe(stored + duplicates);
  expect(watched?.troubles.filter((text) => text.startsWith('exception'))).toEqual([]);
  allCuts += plug.cuts;
  allLines += written;
});

it.each([
  ['codespace', 'sse'],
  ['stratal', 'websocket'],
  ['containers', 'websocket'],
] as const)('%s over %s: a gap stands for lines that the server threw away', async (backend, transport) => {
  server.control.append('demo', 300);
  const page = await openViewer(backend, transport);
  const stored = async (): Promise<number> => (await ledgerOf(page)).stored;
  await expect.poll(stored).toBe(300);

  plug.refuse(true);
  plug.cut('reset');
  server.control.append('demo', 500);
  server.control.evict('demo', 100);
  plug.refuse(false);

  await expect.poll(stored).toBe(400);
  await expect.poll(() => statusOf(page)).toBe('live');
  const rows = [...numbered(300), 'gap evicted', ...numbered(100, 701)];
  expect(await seen(page)).toEqual(rows);
  expect(await copied(page)).toEqual(rows.filter((row) => row !== 'gap evicted'));
  const { received, duplicates, dropped, malformed, gaps } = await ledgerOf(page);
  expect({ dropped, malformed, gaps }).toEqual({ dropped: 0, malformed: 0, gaps: 1 });
  expect(received).toBe(400 + duplicates);
});

it('prismq over sse: what the server has only in its file is there all the same', async () => {
  server.control.append('demo', 300);
  const page = await openViewer('prismq', 'sse');
  const stored = async (): Promise<number> => (await ledgerOf(page)).stored;
  await expect.poll(stored).toBe(300);

  plug.refuse(true);
  plug.cut('reset');
  server.control.append('demo', 500);
  server.control.evict('demo', 100);
  plug.refuse(false);

  await expect.poll(stored).toBe(800);
  expect(await seen(page)).toEqual(numbered(800));
  expect(await copied(page)).toEqual(numbered(800));
  const { received, duplicates, dropped, malformed, gaps } = await ledgerOf(page);
  expect({ dropped, malformed, gaps }).toEqual({ dropped: 0, malformed: 0, gaps: 0 });
  expect(received).toBe(800 + duplicates);
});
