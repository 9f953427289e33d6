import { fileURLToPath } from 'node:url';
import { serve, type RunningServer } from '@tailrace/mock-server/server';
import { expect, test } from 'playwright/test';

/** The built page under test: here, the dashboard. */
const dashboardDir = fileURLToPath(new URL('../../../packages/cli/dist/dashboard', import.meta.url));

let backend: RunningServer;
test.beforeEach(async () => {
  backend = await serve({ port: 0, scenario: 'none', dashboardDir });
});
test.afterEach(() => backend.close());

test('continues after a cut', async ({ page }) => {
  backend.control.append('demo', 20);
  await page.goto(`${backend.url}/#/prismq/demo`);
  const rows = page.locator('[data-tailrace="row"]');
  await expect(rows.last()).toContainText('line 20');

  backend.control.cut();
  backend.control.append('demo', 1);
  await expect(rows.last()).toContainText('line 21');
  await expect(page.locator('[data-tailrace="gap"]')).toHaveCount(0);

  const streams = backend.control.received().filter(({ kind }) => kind === 'sse');
  expect(streams.map(({ status }) => status)).toEqual([200, 200]);
});
