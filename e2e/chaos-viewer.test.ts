/**
 * The chaos of `chaos.test.ts` between a page and its server. In the end, `<LogViewer>` shows what the server wrote, once
 * and in order, with a gap in place of the lines that the server dropped.
 */
import type { BackendName, Ledger, TransportName } from '@tailrace/core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi, type TestContext } from 'vitest';
import { launchBrowser, openPage, PAGE_PATIENCE } from './support/browser.js';
import { buildPage, type BuiltPage } from './support/build-page.js';
import { chooseSeed, makeChaos } from './support/chaos.js';
import { openChaosSetup, type ChaosSetup } from './support/chaos-setup.js';
import { numbered } from './support/lines.js';
import { COMBINATIONS } from './support/sources.js';

/** For each combination. All together make more than 200 cuts in more than 50,000 lines. */
const PLAN = { rounds: 28, cuts: 23, catchUpEvery: 4 };

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

/** A page with a viewer, loaded directly from its own server; the log comes through the proxy. */
async function openViewer(
  backend: BackendName,
  transport: TransportName,
  lines: number,
  onTestFinished: TestContext['onTestFinished'],
) {
  const setup = await openChaosSetup(built.folder);
  onTestFinished(() => setup.close());
  setup.write(lines);
  const query = new URLSearchParams({ backend, transport, at: setup.proxy.url });
  const { page, troubles, close } = await openPage(browser, `${setup.server.url}/?${query}`, {
    viewport: { width: 1000, height: 500 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  onTestFinished(close);
  return { setup, page, troubles };
}

const ledgerOf = async (page: Page): Promise<Ledger> =>
  JSON.parse((await page.locator('output').textContent()) ?? '') as Ledger;
const statusOf = (page: Page): Promise<string | null> =>
  page.locator('[data-tailrace="status"]').getAttribute('data-status');

/** The pages of a browser share one clipboard, so they take turns. */
let clipboard: Promise<unknown> = Promise.resolve();

/** The lines that Ctrl-A and Ctrl-C copy. */
function copied(page: Page): Promise<string[]> {
  const copy = async (): Promise<string[]> => {
    await page.evaluate(() => navigator.clipboard.writeText(''));
    await page.locator('[data-tailrace="viewport"]').focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Control+C');
    // Many lines are put together in slices.
    const read = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
    return (await vi.waitUntil(read, { timeout: PAGE_PATIENCE })).split('\n');
  };
  const copying = clipboard.then(copy);
  clipboard = copying.catch(() => undefined);
  return copying;
}

/** The rows that become visible while scrolling from the first to the last. */
async function seen(page: Page): Promise<string[]> {
  // A tall page takes fewer steps; a low one had less to draw while lines came. A narrow one has less to paint.
  await page.setViewportSize({ width: 400, height: 3_000 });
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
      // The frame that scrolls shows the lines; more rows, beyond what is visible, would be drawn in the next.
      await frame();
      look();
      atEnd = viewport.scrollTop + viewport.clientHeight >= viewport.scrollHeight - 1;
      viewport.scrollTop += viewport.clientHeight * 0.9;
    }
    return [...rows].sort(([a], [b]) => a - b).map(([, text]) => text);
  });
}

// Concurrent, because each of them mostly waits.
it.concurrent.for(COMBINATIONS)(
  '%s over %s, in a viewer, survives random disconnects',
  { timeout: 300_000 },
  async ([backend, transport], { expect, onTestFinished }) => {
    const seed = chooseSeed();
    const { setup, page, troubles } = await openViewer(backend, transport, 100, onTestFinished);
    const { proxy, write } = setup;
    const caughtUp = (): Promise<void> =>
      expect
        .poll(async () => (await ledgerOf(page)).stored, {
          message: `seed ${seed}`,
          timeout: PAGE_PATIENCE,
          // Asked every 20 ms, the pages and the browser were busier with answers than with lines.
          interval: 100,
        })
        .toBeGreaterThanOrEqual(setup.written);

    await caughtUp();
    await makeChaos({ proxy, transport, seed, ...PLAN, write, caughtUp });
    const { written } = setup;
    const now = transport === 'polling' ? 'polling' : 'live';
    await expect.poll(() => statusOf(page), { message: `seed ${seed}` }).toBe(now);
    expect(await copied(page), `seed ${seed}`).toEqual(numbered(written));
    expect(await page.locator('[data-tailrace="status-bar"]').textContent()).not.toMatch(
      /gap|dropped|unread/,
    );
    expect(await seen(page), `seed ${seed}`).toEqual(numbered(written));
    const { received, stored, duplicates, dropped, malformed, gaps } = await ledgerOf(page);
    expect({ stored, dropped, malformed, gaps }).toEqual({
      stored: written,
      dropped: 0,
      malformed: 0,
      gaps: 0,
    });
    expect(received).toBe(stored + duplicates);
    expect(troubles.filter((text) => text.startsWith('exception'))).toEqual([]);
    allCuts += proxy.cuts;
    allLines += written;
  },
);

it.concurrent.for([
  ['codespace', 'sse'],
  ['stratal', 'websocket'],
  ['containers', 'websocket'],
] as const)(
  '%s over %s: a gap replaces lines that the server dropped',
  async ([backend, transport], { expect, onTestFinished }) => {
    const { setup, page } = await openViewer(backend, transport, 300, onTestFinished);
    const stored = async (): Promise<number> => (await ledgerOf(page)).stored;
    await expect.poll(stored).toBe(300);
    dropLines(setup);

    await expect.poll(stored).toBe(400);
    await expect.poll(() => statusOf(page)).toBe('live');
    const rows = [...numbered(300), 'gap evicted', ...numbered(100, 701)];
    expect(await seen(page)).toEqual(rows);
    expect(await copied(page)).toEqual(rows.filter((row) => row !== 'gap evicted'));
    const { received, duplicates, dropped, malformed, gaps } = await ledgerOf(page);
    expect({ dropped, malformed, gaps }).toEqual({ dropped: 0, malformed: 0, gaps: 1 });
    expect(received).toBe(400 + duplicates);
  },
);

it.concurrent(
  'prismq over sse: lines that the server has only in its log file are shown as well',
  async ({ expect, onTestFinished }) => {
    const { setup, page } = await openViewer('prismq', 'sse', 300, onTestFinished);
    const stored = async (): Promise<number> => (await ledgerOf(page)).stored;
    await expect.poll(stored).toBe(300);
    dropLines(setup);

    await expect.poll(stored).toBe(800);
    expect(await seen(page)).toEqual(numbered(800));
    expect(await copied(page)).toEqual(numbered(800));
    const { received, duplicates, dropped, malformed, gaps } = await ledgerOf(page);
    expect({ dropped, malformed, gaps }).toEqual({ dropped: 0, malformed: 0, gaps: 0 });
    expect(received).toBe(800 + duplicates);
  },
);

/** While nobody is connected, 500 lines are written, of which the server keeps only the newest 100. */
function dropLines({ server, proxy, write }: ChaosSetup): void {
  proxy.refuse(true);
  proxy.cut('reset');
  write(500);
  server.control.evict('demo', 100);
  proxy.refuse(false);
}
