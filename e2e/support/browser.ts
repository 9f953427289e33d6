import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { chromiumLaunchOptions } from '../../scripts/find-chromium.mjs';
import { screenshots } from './paths.js';

/** A Chromium of this machine, however it came here. */
export const launchBrowser = (): Promise<Browser> => chromium.launch(chromiumLaunchOptions());

/** Milliseconds until a page is given up: on a busy machine it may take its time. */
export const PAGE_PATIENCE = 90_000;

/** A page, and everything that went wrong in it. */
export interface WatchedPage {
  readonly page: Page;
  readonly troubles: readonly string[];
  close(): Promise<void>;
}

/** Opens a page that remembers console errors and warnings, exceptions and failed requests. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  context.setDefaultTimeout(PAGE_PATIENCE);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      troubles.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`exception: ${error.message}`));
  await page.goto(url);
  return { page, troubles, close: () => context.close() };
}

/** Keeps a picture for people. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`) });
}
