import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { chromiumLaunchOptions } from '../../scripts/find-chromium.mjs';
import { screenshots } from './paths.js';

/** Launches the Chromium that the scripts found or installed. */
export const launchBrowser = (): Promise<Browser> => chromium.launch(chromiumLaunchOptions());

/** Milliseconds to wait for anything in a page: generous, because the machine may be busy. */
export const PAGE_PATIENCE = 90_000;

/** A page, and what went wrong in it. */
export interface WatchedPage {
  readonly page: Page;
  readonly troubles: readonly string[];
  close(): Promise<void>;
}

/** Opens a page and records its console errors and warnings, and its exceptions. */
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

/** Saves a screenshot for people to look at. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  await mkdir(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`) });
}
