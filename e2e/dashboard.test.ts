/** What `npm start` shows, in a real browser, over a real server with a real captured process. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepScreenshot, launchBrowser, openPage } from './support/browser.js';
import { startServer, type Served } from './support/tailrace.js';

/** Writes a line now and then, as long as it lives. */
const PROCESS = `
  let n = 0;
  const say = () => { n += 1; (n % 7 ? process.stdout : process.stderr).write((n % 7 ? 'captured line ' : 'WARNING: captured line ') + n + '\\n'); };
  for (let i = 0; i < 200; i++) say();
  setInterval(say, 40);`;

let server: Served;
let browser: Browser;
beforeAll(async () => {
  server = await startServer(['--', process.execPath, '-e', PROCESS]);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const panel = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });
const rows = (page: Page, title: string) => panel(page, title).locator('[data-tailrace="row"]');

/** In one look: a locator of many finds its elements first and reads them then, when some may draw other lines. */
const textsOf = (page: Page, title: string): Promise<string[]> =>
  panel(page, title).evaluate((element) =>
    [...element.querySelectorAll('[data-tailrace="row"]')].map(({ textContent }) => textContent ?? ''),
  );

describe('the dashboard', () => {
  it('opens on the captured process and shows its lines live through all four backends', async () => {
    const { page, troubles, close } = await openPage(browser, server.url);
    await page.getByRole('heading', { name: /^node -e/ }).waitFor();
    for (const title of ['Codespace', 'PrismQ', 'Stratal', 'Containers']) {
      await rows(page, title).first().waitFor();
      await expect.poll(() => rows(page, title).last().textContent()).toMatch(/captured line \d+/);
      await panel(page, title).locator('[data-tailrace="status"][data-status="live"]').waitFor();
      const before = await rows(page, title).last().textContent();
      await expect.poll(() => rows(page, title).last().textContent()).not.toBe(before);
    }
    await keepScreenshot(page, 'dashboard-light');
    expect(troubles).toEqual([]);
    await close();
  });

  it('goes on after a cut as if nothing had been, and shows what was sent twice in the ledger only', async () => {
    const { page, troubles, close } = await openPage(browser, server.url);
    await panel(page, 'PrismQ').locator('[data-tailrace="status"][data-status="live"]').waitFor();
    await page.getByRole('button', { name: 'Cut', exact: true }).click();
    await page.getByText(/streams? cut\./).waitFor();
    await panel(page, 'PrismQ')
      .getByText(/[1-9][\d,]* seen before/)
      .waitFor();
    await panel(page, 'PrismQ').locator('[data-tailrace="status"][data-status="live"]').waitFor();
    await panel(page, 'PrismQ').getByText('0 gaps').waitFor();
    // Every seventh line goes to stderr, and between the two pipes of a process there is no order to keep.
    const isPlain = (n: number): boolean => n % 7 !== 0;
    const numbers = (await textsOf(page, 'PrismQ'))
      .map((text) => Number(/captured line (\d+)/.exec(text)?.[1]))
      .filter(isPlain);
    expect(numbers.length).toBeGreaterThan(3);
    const first = numbers[0] ?? 0;
    const between = Array.from({ length: (numbers.at(-1) ?? 0) - first + 1 }, (_, at) => first + at);
    expect(numbers).toEqual(between.filter(isPlain));
    // The browser itself reports the broken connections; nothing else may be wrong.
    expect(troubles.filter((text) => !/ERR_|WebSocket|net::/.test(text))).toEqual([]);
    await close();
  });

  it('counts over all runs, and shows the time that is chosen in its bars', async () => {
    const { page, troubles, close } = await openPage(browser, `${server.url}/#/stats`);
    await panel(page, 'Services').getByRole('link', { name: 'process' }).waitFor();
    await panel(page, 'Listening now').getByText('active').waitFor();
    const bars = page.getByRole('listbox', { name: 'Lines over time' });
    await expect.poll(() => bars.getByRole('option').count()).toBeGreaterThan(10);
    await panel(page, 'Statistics')
      .getByRole('row', { name: /^process/ })
      .waitFor();
    await keepScreenshot(page, 'dashboard-statistics');
    const last = async (): Promise<number> =>
      Number(await rows(page, 'All runs').last().getAttribute('data-seq'));
    const newest = await last();
    await bars.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await panel(page, 'Statistics').getByRole('button', { name: 'Show all' }).waitFor();
    const chosen = await bars.getByRole('option', { selected: true }).count();
    expect(chosen).toBeGreaterThan(0);
    // The viewer below, which was at the newest line, shows nothing later than the first bar.
    await expect.poll(last).toBeLessThan(newest);
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(() => bars.getByRole('option', { selected: true }).count()).toBe(0);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    expect(troubles).toEqual([]);
    await close();
  });

  it.each([
    ['Codespace', 'Steps'],
    ['Stratal', 'Listeners'],
    ['Containers', 'Services'],
  ])('has a page for %s with its own %s', async (tab, aside) => {
    const { page, troubles, close } = await openPage(browser, server.url);
    // A socket that is closed while it opens is a warning in the browser's console.
    await expect.poll(() => page.locator('[data-tailrace="status"][data-status="live"]').count()).toBe(4);
    await page.getByRole('navigation', { name: 'Backends' }).getByRole('link', { name: tab }).click();
    await page.getByRole('complementary', { name: aside }).waitFor();
    await page.locator('[data-tailrace="row"]').first().waitFor();
    await keepScreenshot(page, `dashboard-${tab.toLowerCase()}`);
    expect(troubles).toEqual([]);
    await close();
  });

  it('shows another run when it is chosen, and finds it again by its address', async () => {
    const { page, troubles, close } = await openPage(browser, server.url);
    await expect.poll(() => page.locator('[data-tailrace="status"][data-status="live"]').count()).toBe(4);
    await page.getByRole('navigation', { name: 'Runs' }).getByRole('link', { name: /Demo/ }).click();
    await page.getByRole('heading', { name: 'Demo' }).waitFor();
    await expect.poll(() => page.locator('[data-tailrace="status"][data-status="live"]').count()).toBe(4);
    await page.reload();
    await page.getByRole('heading', { name: 'Demo' }).waitFor();
    await page.locator('[data-tailrace="row"]').first().waitFor();
    expect(troubles).toEqual([]);
    await close();
  });

  it.each([
    ['dark', { colorScheme: 'dark' as const }],
    ['phone', { viewport: { width: 380, height: 800 }, hasTouch: true, isMobile: true }],
  ])('is whole in %s', async (name, options) => {
    const { page, troubles, close } = await openPage(browser, server.url, options);
    await page.locator('[data-tailrace="row"]').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    await keepScreenshot(page, `dashboard-${name}`);
    expect(troubles).toEqual([]);
    await close();
  });

  // A log that stands still, for axe takes its time with every row; the contrast of four live ones is that of one.
  it.each([
    ['light', '#/stratal/history', []],
    ['dark', '#/stratal/history', []],
    ['light', '#/all/process', ['color-contrast']],
  ] as const)('has nothing for axe to complain about in %s at %s', async (colorScheme, hash, leftOut) => {
    const { page, close } = await openPage(browser, `${server.url}${hash}`, { colorScheme });
    await page.locator('[data-tailrace="row"]').first().waitFor();
    const { violations } = await new AxeBuilder({ page }).disableRules([...leftOut]).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    await close();
  });

  it('says so when the server goes away', async () => {
    const other = await startServer(['--scenario', 'none']);
    const { page, close } = await openPage(browser, other.url);
    await page.getByRole('heading', { name: 'Demo' }).waitFor();
    await other.stop();
    await page.getByText('The server does not answer.').waitFor();
    await close();
  });
});
