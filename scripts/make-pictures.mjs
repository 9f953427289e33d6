// Makes the pictures of the README: the viewer over a real process, live, with a search in it.
//
//   npm run build && node scripts/make-pictures.mjs
//
// Writes docs/images/viewer-light.png and viewer-dark.png, at twice the size, each under 300 kB.
import { stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '@tailrace/mock-server/server';
import { chromium } from 'playwright-core';
import { chromiumLaunchOptions } from './find-chromium.mjs';
import { inRoot, root } from './lib/paths.mjs';

const LARGEST = 300_000;

const server = await serve({
  port: 0,
  scenario: 'none',
  dashboardDir: inRoot('examples', 'dashboard-react', 'dist'),
  command: [process.execPath, inRoot('scripts', 'demo-process.mjs'), '--pace', '0.4'],
});
const browser = await chromium.launch(chromiumLaunchOptions());
try {
  for (const colorScheme of ['light', 'dark']) {
    const page = await browser.newPage({
      viewport: { width: 1480, height: 500 },
      deviceScaleFactor: 2,
      colorScheme,
      reducedMotion: 'reduce',
      timezoneId: 'UTC',
      locale: 'en-GB',
    });
    await page.goto(`${server.url}/#/stratal/process`);
    const viewer = page.locator('[data-tailrace="viewer"]').first();
    await viewer.locator('[data-status="live"]').waitFor();
    await viewer.locator('[data-tailrace="row"]').nth(15).waitFor();

    const run = server.store.run('process');
    await viewer.locator('input[data-tailrace="search"]').fill('checkout');
    const shown = run.next;
    while (run.next < shown + 8) await sleep(50);
    await viewer.locator('mark').first().waitFor();
    const path = inRoot('docs', 'images', `viewer-${colorScheme}.png`);
    await viewer.screenshot({ path });
    const { size } = await stat(path);
    console.log(`${relative(root, path)}: ${Math.round(size / 1_000)} kB`);
    if (size >= LARGEST) process.exitCode = 1;
    await page.close();
  }
} finally {
  await browser.close();
  await server.close();
}
