// Takes the screenshots for the README: the viewer with a live process, a search, and a gap where lines are lost for good.
//
//   npm run build && node scripts/make-pictures.mjs
//
// Writes docs/images/viewer-light.png and viewer-dark.png at twice the size, each under 300 kB.
import { stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '@tailrace/mock-server/server';
import { chromium } from 'playwright-core';
import { chromiumLaunchOptions } from './find-chromium.mjs';
import { inRoot, root } from './lib/paths.mjs';

const LARGEST = 300_000;

const browser = await chromium.launch(chromiumLaunchOptions());
try {
  for (const colorScheme of ['light', 'dark']) await take(colorScheme);
} finally {
  await browser.close();
}

async function take(colorScheme) {
  const server = await serve({
    port: 0,
    scenario: 'none',
    dashboardDir: inRoot('examples', 'dashboard-react', 'dist'),
    command: [process.execPath, inRoot('scripts', 'demo-process.mjs')],
  });
  const { control, store } = server;
  const captured = () => store.run('process');
  const writes = async (lines) => {
    for (const end = captured().next + lines; captured().next < end;) await sleep(20);
  };
  try {
    const page = await browser.newPage({
      viewport: { width: 1480, height: 560 },
      deviceScaleFactor: 2,
      colorScheme,
      reducedMotion: 'reduce',
      timezoneId: 'UTC',
      locale: 'en-GB',
    });
    await page.goto(`${server.url}/#/stratal/process`);
    const viewer = page.locator('[data-tailrace="viewer"]').first();
    await viewer.locator('[data-status="live"]').waitFor();

    // A test fails; then the connection breaks, and the server drops lines before it is back.
    await viewer.getByText('AssertionError').first().waitFor({ timeout: 40_000 });
    control.refuse({ count: 1_000, status: 503, scope: 'all', backend: 'stratal' });
    control.cut({ backend: 'stratal' });
    await writes(9);
    control.evict('process', 3);
    control.reset();
    await viewer.locator('[data-tailrace="gap"]').waitFor({ timeout: 40_000 });
    await viewer.locator('[data-status="live"]').waitFor();
    await viewer.locator('input[data-tailrace="search"]').fill('time-zones');
    await viewer.locator('mark').first().waitFor();
    await viewer.locator('[data-tailrace="viewport"]').press('End');
    await viewer.locator('input[data-tailrace="search"]').focus();
    await writes(3);
    await sleep(300);
    const path = inRoot('docs', 'images', `viewer-${colorScheme}.png`);
    await viewer.screenshot({ path });
    const { size } = await stat(path);
    console.log(`${relative(root, path)}: ${Math.round(size / 1_000)} kB`);
    if (size >= LARGEST) process.exitCode = 1;
    await page.close();
  } finally {
    await server.close();
  }
}
