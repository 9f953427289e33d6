/** The static Storybook: it builds, opens on its welcome page, and no docs page is broken. */
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepScreenshot, launchBrowser, openPage } from './support/browser.js';
import { inRoot } from './support/paths.js';
import { start } from './support/process.js';
import { startServer, type Served } from './support/tailrace.js';

interface Entry {
  readonly id: string;
  readonly type: 'docs' | 'story';
}

let server: Served;
let browser: Browser;
let entries: readonly Entry[];
beforeAll(async () => {
  const build = start(
    process.execPath,
    [inRoot('scripts/bootstrap.mjs'), 'storybook', 'build', '--quiet'],
    // Not the build for tests, which leaves out the tables of props.
    { env: { VITEST: '' }, cwd: inRoot('.') },
  );
  expect(await build.ended, `${build.stdout()}${build.stderr()}`).toBe(0);
  const index = JSON.parse(await readFile(inRoot('storybook-static/index.json'), 'utf8')) as {
    readonly entries: Readonly<Record<string, Entry>>;
  };
  entries = Object.values(index.entries);
  server = await startServer(['--scenario', 'none', '--dashboard', inRoot('storybook-static')]);
  browser = await launchBrowser();
  // The build takes ten seconds, or much longer on a busy machine.
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** Opens a docs page as the sidebar does, without a reload, and waits until each of its stories is rendered. */
async function openDocs(page: Page, id: string): Promise<void> {
  // The channel that the sidebar uses appears only after a while.
  await page.waitForFunction((storyId) => {
    const { __STORYBOOK_ADDONS_CHANNEL__: channel } = window as unknown as {
      __STORYBOOK_ADDONS_CHANNEL__?: { emit(event: string, data: unknown): void };
    };
    channel?.emit('setCurrentStory', { storyId, viewMode: 'docs' });
    return channel !== undefined;
  }, id);
  await page.waitForURL((url) => url.searchParams.get('id') === id);
  await page.locator('.sbdocs h1').first().waitFor();
  await expect
    .poll(() =>
      page
        .locator('.sb-story')
        .evaluateAll((stories) => stories.filter((story) => story.textContent?.trim() === '').length),
    )
    .toBe(0);
}

describe('the static Storybook', () => {
  it('opens on the welcome page, where the connection can be cut', async () => {
    const { page, close } = await openPage(browser, server.url);
    await page.waitForURL(/path=\/docs\/welcome--docs/);
    const welcome = page.frameLocator('#storybook-preview-iframe');
    await welcome.getByRole('button', { name: 'Pull the plug' }).waitFor();
    const shown = async (): Promise<number> =>
      Number((await welcome.locator('dt:text("Shown") + dd').textContent())?.replaceAll(',', ''));
    await expect.poll(shown).toBeGreaterThan(20);
    await welcome.getByRole('button', { name: 'Pull the plug' }).click();
    const before = await shown();
    await expect.poll(shown).toBeGreaterThan(before + 40);
    await welcome.locator('[data-tailrace="status"][data-status="live"]').waitFor();
    expect(await welcome.locator('dt:text("Gaps") + dd').textContent()).toBe('0');
    await keepScreenshot(page, 'storybook-welcome');
    await close();
  });

  it('has no docs page with an error, an empty story or a broken link', async () => {
    const known = new Set(entries.map(({ id }) => id));
    const pages = entries.filter(({ type }) => type === 'docs');
    expect(pages.length).toBeGreaterThan(10);
    const wrong: string[] = [];
    const { page, troubles, close } = await openPage(
      browser,
      `${server.url}/iframe.html?id=welcome--docs&viewMode=docs`,
    );
    await page.locator('.sbdocs h1').first().waitFor();
    for (const { id } of pages) {
      const before = troubles.length;
      await openDocs(page, id);
      const links = await page
        .locator('.sbdocs-content a[href*="path=/"]')
        .evaluateAll((anchors) => anchors.map((anchor) => anchor.getAttribute('href') ?? ''));
      wrong.push(
        ...troubles
          .slice(before)
          // A warning about Storybook's own table of props.
          .filter((trouble) => !trouble.includes('<Focusable> child must be focusable'))
          .map((trouble) => `${id}: ${trouble}`),
        ...links
          .filter((link) => !known.has(/path=\/(?:docs|story)\/([\w-]+)$/.exec(link)?.[1] ?? ''))
          .map((link) => `${id}: ${link} leads nowhere`),
      );
    }
    // The table of props is generated from their comments.
    await openDocs(page, 'logviewer-first-look--docs');
    await page.getByText('Remembers wrap, timestamps, levels').waitFor();
    await close();
    expect(wrong).toEqual([]);
  });

  // These stories open menus, which are loaded on first use.
  it.each(['find-and-filter--facets', 'reading--time'])(
    'plays %s to its end when a visitor opens it',
    async (id) => {
      const { page, close } = await openPage(
        browser,
        `${server.url}/iframe.html?id=logviewer-${id}&viewMode=story`,
      );
      const finished = await page.waitForFunction(() => {
        const { __STORYBOOK_ADDONS_CHANNEL__: channel } = window as unknown as {
          __STORYBOOK_ADDONS_CHANNEL__?: {
            last(event: string): [{ status?: string; message?: string }] | undefined;
          };
        };
        return (channel?.last('playFunctionThrewException') ?? channel?.last('storyFinished'))?.[0];
      });
      expect(await finished.jsonValue()).toMatchObject({ status: 'success' });
      await close();
    },
  );

  it('mirrors the toolbar in right-to-left pages, also when built for older browsers', async () => {
    const { page, close } = await openPage(
      browser,
      `${server.url}/iframe.html?id=logviewer-surroundings--right-to-left&viewMode=story&globals=direction:rtl`,
    );
    const left = async (name: string): Promise<number> =>
      (await page.locator(`[data-tailrace="${name}"]`).first().boundingBox())?.x ?? Number.NaN;
    await page.locator('[data-tailrace="gap"]').waitFor();
    expect(await left('search')).toBeGreaterThan(await left('status'));
    expect(await left('line-number')).toBeLessThan(await left('message'));
    await keepScreenshot(page, 'storybook-rtl');
    await close();
  });
});
