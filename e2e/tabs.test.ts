/** Real tabs of one origin in Chromium share one connection, whichever of them goes away. */
import { serve, type RunningServer } from '@tailrace/mock-server/server';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { chromiumLaunchOptions } from '../scripts/find-chromium.mjs';
import { PAGE_PATIENCE } from './support/browser.js';
import { buildPage, type BuiltPage } from './support/build-page.js';
import { numbered } from './support/lines.js';

let built: BuiltPage;
let browser: Browser;
let server: RunningServer;
let context: BrowserContext;
let stopWriting: (() => void) | undefined;

beforeAll(async () => {
  built = await buildPage('tab-page');
  // Playwright disables the back/forward cache, which users have enabled.
  browser = await chromium.launch({
    ...chromiumLaunchOptions(),
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  });
});
afterAll(async () => {
  await browser.close();
  await built.remove();
});
beforeEach(async () => {
  server = await serve({ port: 0, scenario: 'none', dashboardDir: built.folder });
  if (!server.store.run('demo')) server.store.createRun({ id: 'demo' });
  context = await browser.newContext();
  context.setDefaultTimeout(PAGE_PATIENCE);
});
afterEach(async () => {
  stopWriting?.();
  stopWriting = undefined;
  await context.close();
  await server.close();
});

const statusOf = (page: Page): Promise<string | null> => page.locator('[role=status]').textContent();
const count = (page: Page): Promise<number> => page.locator('li').count();
const shown = (page: Page): Promise<string[]> => page.locator('li').allTextContents();
const connected = (): number => server.control.connected({ backend: 'prismq' });

async function openTab(): Promise<Page> {
  const page = await context.newPage();
  await page.goto(server.url);
  await expect.poll(() => statusOf(page)).toBe('live');
  return page;
}

it('eight tabs that do not share show every line, although a browser opens only six connections to a host', async () => {
  const pages = await Promise.all(Array.from({ length: 8 }, () => context.newPage()));
  for (const page of pages) await page.goto(`${server.url}?alone`);
  server.control.append('demo', 20);
  for (const page of pages) await expect.poll(() => count(page)).toBe(20);
  const statuses = async (): Promise<(string | null)[]> => (await Promise.all(pages.map(statusOf))).sort();
  const some = (status: string): string[] => Array<string>(4).fill(status);
  await expect.poll(statuses).toEqual([...some('live'), ...some('polling')]);
  expect(connected()).toBe(4);
});

/** Writes lines until stopped, no faster than five tabs on a busy machine can render. Stopping returns the number of lines. */
function keepWriting(): () => number {
  let written = 0;
  const timer = setInterval(() => {
    server.control.append('demo', 7);
    written += 7;
  }, 25);
  stopWriting = () => clearInterval(timer);
  return () => {
    clearInterval(timer);
    return written;
  };
}

it('three tabs share one connection, and survive closing the leader while lines are written', async () => {
  const stop = keepWriting();
  const leader = await openTab();
  const second = await openTab();
  const third = await openTab();
  await expect.poll(() => count(third)).toBeGreaterThan(100);
  expect(connected()).toBe(1);

  await leader.close({ runBeforeUnload: false });
  const closedAt = await count(second);
  await expect.poll(() => count(second)).toBeGreaterThan(closedAt + 300);
  const late = await openTab();
  await expect.poll(() => count(late)).toBeGreaterThan(closedAt + 300);

  const written = stop();
  for (const page of [second, third, late]) {
    await expect.poll(() => count(page)).toBeGreaterThanOrEqual(written);
    expect(await shown(page)).toEqual(numbered(written));
    expect(await statusOf(page)).toBe('live');
  }
  expect(connected()).toBe(1);
});

it('leaders crash, navigate away, reload and are cut, one after the other', { timeout: 90_000 }, async () => {
  const stop = keepWriting();
  const pages = [
    await openTab(),
    await openTab(),
    await openTab(),
    await openTab(),
    await openTab(),
  ] as const;
  const [crashing, leaving, reloading, ...rest] = pages;
  const continues = async (page: Page): Promise<void> => {
    const before = await count(page);
    await expect.poll(() => count(page)).toBeGreaterThan(before + 100);
  };

  const crash = await context.newCDPSession(crashing);
  const crashed = crashing.waitForEvent('crash');
  // Never answered, because the process crashes.
  void crash.send('Page.crash').catch(() => undefined);
  await crashed;
  await continues(rest[0]);
  await leaving.goto('about:blank');
  await continues(rest[0]);
  await reloading.reload();
  await continues(reloading);
  server.control.cut();
  await continues(rest[1]);
  await rest[0].evaluate(() => document.dispatchEvent(new Event('disconnect')));
  await continues(reloading);

  const written = stop();
  for (const page of [reloading, rest[1]]) {
    await expect.poll(() => count(page)).toBeGreaterThanOrEqual(written);
    expect(await shown(page)).toEqual(numbered(written));
  }
  await expect.poll(connected).toBe(1);
  expect(await statusOf(rest[0])).toBe('closed');
});

it('a leader in the back/forward cache does not hold up the others, and resumes when it is shown again', async () => {
  const leader = await openTab();
  const follower = await openTab();
  server.control.append('demo', 50);
  await expect.poll(() => count(follower)).toBe(50);

  await leader.evaluate(() => document.body.setAttribute('data-kept', 'yes'));
  await leader.goto(`${server.url}/__control`);
  server.control.append('demo', 50);
  await expect.poll(() => count(follower)).toBe(100);
  expect(connected()).toBe(1);
  // A page restored from the cache fires no load event.
  await leader.goBack({ waitUntil: 'commit' });
  expect(await leader.getAttribute('body', 'data-kept')).toBe('yes');
  await expect.poll(() => count(leader)).toBe(100);
  server.control.append('demo', 50);
  for (const page of [leader, follower]) {
    await expect.poll(() => count(page)).toBe(150);
    expect(await shown(page)).toEqual(numbered(150));
  }
  expect(connected()).toBe(1);
});

it('leaves no lock behind', async () => {
  const tabs = [await openTab(), await openTab()];
  for (const page of tabs) await page.evaluate(() => document.dispatchEvent(new Event('disconnect')));
  const held = await (tabs[0] as Page).evaluate(async () => {
    const { held = [], pending = [] } = await navigator.locks.query();
    return held.length + pending.length;
  });
  expect(held).toBe(0);
  await expect.poll(connected).toBe(0);
});
