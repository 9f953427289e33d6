/** What a viewer leaves behind: memory and elements of the page, while a log flows through it and after it is gone. */
import { serve, type RunningServer } from '@tailrace/mock-server/server';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { LeakPage } from './leak-page/main.js';
import { launchBrowser, openPage } from './support/browser.js';
import { buildPage, type BuiltPage } from './support/build-page.js';

declare const leakPage: LeakPage;

const MEGABYTE = 1_048_576;

let built: BuiltPage;
let server: RunningServer;
let browser: Browser;
beforeAll(async () => {
  built = await buildPage('leak-page');
  server = await serve({ port: 0, scenario: 'none', dashboardDir: built.folder });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.close();
  await built.remove();
});

async function open() {
  const { page, troubles, close } = await openPage(browser, server.url);
  onTestFinished(close);
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Performance.enable');
  /** What the page holds after garbage collection. */
  const held = async (): Promise<{ bytes: number; nodes: number }> => {
    for (let pass = 0; pass < 3; pass += 1) await devTools.send('HeapProfiler.collectGarbage');
    const { metrics } = await devTools.send('Performance.getMetrics');
    const read = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? NaN;
    return { bytes: read('JSHeapUsedSize'), nodes: read('Nodes') };
  };
  return { page, troubles, held };
}

const viewport = (page: Page) => page.locator('[data-tailrace="viewport"]');

/** Waits until the end of the log is on screen. */
const shows = (page: Page, line: number): Promise<void> => viewport(page).getByText(`${line} ok`).waitFor();

/** Mounts a viewer, uses it as a person would, and takes it away. Resolves to the number of lines written by then. */
async function visit(page: Page, written: number): Promise<number> {
  await page.evaluate(() => leakPage.mount(2_000));
  await shows(page, written + 1_999);
  await viewport(page).hover();
  await viewport(page).focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.getByRole('searchbox', { name: 'Find' }).fill('ok');
  await page.locator('mark').first().waitFor();
  await page.evaluate(() => leakPage.unmount());
  await viewport(page).waitFor({ state: 'detached' });
  return written + 2_000;
}

it('a viewer that is gone leaves nothing behind', async () => {
  const { page, troubles, held } = await open();
  let written = 0;
  for (let visits = 0; visits < 3; visits += 1) written = await visit(page, written);
  const early = await held();
  for (let visits = 0; visits < 7; visits += 1) written = await visit(page, written);
  const late = await held();
  // Each viewer held a megabyte of lines and some 800 elements.
  expect(late.bytes).toBeLessThan(early.bytes + 3 * MEGABYTE);
  expect(late.nodes).toBeLessThan(early.nodes + 1_000);
  expect(troubles).toEqual([]);
});

it('a viewer that follows a log holds no more after 120,000 lines than after 20,000', async () => {
  const { page, troubles, held } = await open();
  await page.evaluate(() => leakPage.mount(0));
  const follow = async (lines: number, from: number): Promise<void> => {
    for (let at = from; at < lines; at += 5_000) {
      await page.evaluate(() => leakPage.write(5_000));
      await shows(page, at + 4_999);
    }
  };
  await follow(20_000, 0);
  const early = await held();
  await follow(120_000, 20_000);
  const late = await held();
  expect(late.bytes).toBeLessThan(early.bytes + 3 * MEGABYTE);
  expect(late.nodes).toBeLessThan(early.nodes + 500);
  expect(troubles).toEqual([]);
});
