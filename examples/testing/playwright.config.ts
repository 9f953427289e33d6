import { defineConfig } from 'playwright/test';
import { chromiumLaunchOptions } from '../../scripts/find-chromium.mjs';

export default defineConfig({
  testDir: 'playwright',
  outputDir: '../../.cache/playwright',
  use: { launchOptions: chromiumLaunchOptions() },
});
