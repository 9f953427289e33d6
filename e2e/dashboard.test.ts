/** What `npm start` shows, in a real browser, from a real server with a real captured process. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepScreenshot, launchBrowser, openPage } from './support/browser.js';
import { startServer, type Served } from './support/tailrace.js';

/** Writes 200 lines at once, then one every 40 ms. */
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

/**
 * What axe finds wrong. The page has no frames; for those of other sites, axe would collect its results in a page of its own, which
 * takes as long as the analysis.
 */
const violationsOf = async (page: Page, leftOut: readonly string[] = []) =>
  (
    await new AxeBuilder({ page })
      .setLegacyMode()
      // Of what passes, one element a rule: sending all of them takes long.
      .options({ resultTypes: ['violations'] })
      .disableRules([...leftOut])
      .analyze()
  ).violations;

const panel = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true });
const rows = (page: Page, title: string) => panel(page, title).locator('[data-tailrace="row"]');

/** Read in one step: a locator finds its elements first and reads them later, when rows may show other lines. */
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

  it('continues after a cut without a gap, and counts repeated lines only in the ledger', async () => {
    const { page, troubles, close } = await openPage(browser, server.url);
    await panel(page, 'PrismQ').locator('[data-tailrace="status"][data-status="live"]').waitFor();
    await page.getByRole('button', { name: 'Cut', exact: true }).click();
    await page.getByText(/streams? cut\./).waitFor();
    await panel(page, 'PrismQ')
      .getByText(/[1-9][\d,]* seen before/)
      .waitFor();
    await panel(page, 'PrismQ').locator('[data-tailrace="status"][data-status="live"]').waitFor();
    await panel(page, 'PrismQ').getByText('0 gaps').waitFor();
    // Every seventh line goes to stderr, and the order between the two pipes of a process is not defined.
    const isPlain = (n: number): boolean => n % 7 !== 0;
    const numbers = (await textsOf(page, 'PrismQ'))
      .map((text) => Number(/captured line (\d+)/.exec(text)?.[1]))
      .filter(isPlain);
    expect(numbers.length).toBeGreaterThan(3);
    const first = numbers[0] ?? 0;
    const between = Array.from({ length: (numbers.at(-1) ?? 0) - first + 1 }, (_, at) => first + at);
    expect(numbers).toEqual(between.filter(isPlain));
    // The browser itself reports the broken connections; there must be no other trouble.
    expect(troubles.filter((text) => !/ERR_|WebSocket|net::/.test(text))).toEqual([]);
    await close();
  });

  it('keeps its buttons where they are, whatever is said below them', async () => {
    const { page, close } = await openPage(browser, server.url);
    const buttons = page.getByRole('region', { name: 'Break it' }).getByRole('button');
    await buttons.first().waitFor();
    const tops = (): Promise<number[]> =>
      buttons.evaluateAll((all) => all.map((each) => each.getBoundingClientRect().top));
    const before = await tops();
    await page.getByRole('button', { name: 'Cut', exact: true }).click();
    await page.mouse.move(0, 0);
    await page.getByText(/streams? cut\./).waitFor();
    expect(await tops()).toEqual(before);
    await page.getByRole('button', { name: 'Evict' }).hover();
    await page.getByText('The server forgets all but its newest 20 lines.').waitFor();
    expect(await tops()).toEqual(before);
    await close();
  });

  it('shows lines in whatever room there is, and nothing sticks out of it', async () => {
    const { page, close } = await openPage(browser, server.url);
    await page.getByRole('navigation', { name: 'Backends' }).getByRole('link', { name: 'Stratal' }).click();
    await rows(page, 'Stratal').first().waitFor();
    for (const height of [480, 260, 200, 170]) {
      await page.setViewportSize({ width: 1280, height });
      const measure = () =>
        panel(page, 'Stratal').evaluate((viewer) => {
          const frame = viewer.getBoundingClientRect();
          const lines = viewer.querySelector('[data-tailrace="viewport"]');
          const parts = [
            ...viewer.querySelectorAll('[data-tailrace="toolbar"], [data-tailrace="body"], .panel-foot'),
          ];
          return {
            lines: (lines?.clientHeight ?? 0) >= Math.min(40, Math.floor(frame.height) - 2),
            out: parts.filter((part) => part.getBoundingClientRect().bottom > frame.bottom + 1).length,
          };
        });
      await expect.poll(measure).toEqual({ lines: true, out: 0 });
    }
    await close();
  });

  it('shows statistics of all runs, and narrows them to the selected bars', async () => {
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
    // The viewer below was at the newest line; now it shows nothing later than the first bar.
    await expect.poll(last).toBeLessThan(newest);
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(() => bars.getByRole('option', { selected: true }).count()).toBe(0);
    expect(await violationsOf(page)).toEqual([]);
    expect(troubles).toEqual([]);
    await close();
  });

  it.each([
    ['Codespace', 'Steps'],
    ['Stratal', 'Listeners'],
    ['Containers', 'Services'],
  ])('has a page for %s with its own %s', async (tab, aside) => {
    const { page, troubles, close } = await openPage(browser, server.url);
    // Closing a socket while it connects logs a warning in the console, so wait until all are live.
    await expect.poll(() => page.locator('[data-tailrace="status"][data-status="live"]').count()).toBe(4);
    await page.getByRole('navigation', { name: 'Backends' }).getByRole('link', { name: tab }).click();
    await page.getByRole('complementary', { name: aside }).waitFor();
    await page.locator('[data-tailrace="row"]').first().waitFor();
    await keepScreenshot(page, `dashboard-${tab.toLowerCase()}`);
    expect(troubles).toEqual([]);
    await close();
  });

  it('shows another run when it is selected, and again after a reload', async () => {
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
  ])('fits the page (%s)', async (name, options) => {
    const { page, troubles, close } = await openPage(browser, server.url, options);
    await page.locator('[data-tailrace="row"]').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    await keepScreenshot(page, `dashboard-${name}`);
    expect(troubles).toEqual([]);
    await close();
  });

  it.each([
    [700, 400],
    [844, 390],
  ])('leaves two fifths of a low page, %d × %d px, to the lines', async (width, height) => {
    const { page, close } = await openPage(browser, `${server.url}#/codespace/process`, {
      viewport: { width, height },
    });
    await page.locator('[data-tailrace="row"]').first().waitFor();
    const lines = await page.locator('[data-tailrace="viewport"]').boundingBox();
    expect(lines?.height).toBeGreaterThanOrEqual(height * 0.4);
    await close();
  });

  // Mostly a log that stands still, because axe is slow on live rows; four live panels have the contrast of one.
  it.each([
    ['light', '#/stratal/history', []],
    ['dark', '#/stratal/history', []],
    ['light', '#/all/process', ['color-contrast']],
  ] as const)('has no axe violations in %s at %s', async (colorScheme, hash, leftOut) => {
    const { page, close } = await openPage(browser, `${server.url}${hash}`, { colorScheme });
    await page.locator('[data-tailrace="row"]').first().waitFor();
    const violations = await violationsOf(page, leftOut);
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    await close();
  });

  it('says that the server does not answer once it is gone', async () => {
    const other = await startServer(['--scenario', 'none']);
    const { page, close } = await openPage(browser, other.url);
    await page.getByRole('heading', { name: 'Demo' }).waitFor();
    await other.stop();
    await page.getByText('The server does not answer.').waitFor();
    await close();
  });
});
