import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import type { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { chromiumArgs, findChromium } from './scripts/find-chromium.mjs';
import { sourceAliases } from './scripts/source-aliases.mjs';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// Without a Chromium, Playwright looks for its own and says what is missing.
const executablePath = findChromium();
type ContextOptions = NonNullable<NonNullable<Parameters<typeof playwright>[0]>['contextOptions']>;
const inChromium = (contextOptions: ContextOptions = {}) => ({
  enabled: true,
  headless: true,
  provider: playwright({
    contextOptions,
    launchOptions: {
      args: [...chromiumArgs],
      ...(executablePath === undefined ? {} : { executablePath }),
    },
  }),
  instances: [{ browser: 'chromium' as const }],
  screenshotFailures: false,
});

const excluded = ['**/node_modules/**', '**/dist/**', '**/.tools/**'];

/** Stories: rendered, played, and checked by axe. Their tags say where they are skipped. */
const stories = async (
  name: 'light' | 'dark' | 'system',
  options: Parameters<typeof storybookTest>[0],
  context: ContextOptions = {},
) => {
  const plugin = await import('@storybook/addon-vitest/vitest-plugin');
  return {
    extends: true as const,
    plugins: [plugin.storybookTest({ configDir: here('./.storybook'), ...options })],
    test: {
      name: `stories-${name}`,
      browser: inChromium(context),
      // One page runs many files, as one Storybook shows many stories: reloading it for each took most of the time.
      isolate: false,
    },
  };
};
const allStories = () => [
  stories('light', { initialGlobals: { theme: 'light' }, tags: { exclude: ['system-settings'] } }),
  stories('dark', {
    initialGlobals: { theme: 'dark' },
    tags: { exclude: ['system-settings', 'one-theme'] },
  }),
  stories(
    'system',
    { initialGlobals: { systemAsks: true }, tags: { include: ['system-settings'] } },
    { forcedColors: 'active', reducedMotion: 'reduce' },
  ),
];

/** The projects named on the command line; none: all of them run. */
const named = process.argv.flatMap((arg, at, all) => {
  if (arg.startsWith('--project=')) return [arg.slice('--project='.length)];
  return all[at - 1] === '--project' ? [arg] : [];
});
// Loading Storybook takes longer than most test files, so whoever runs only other tests does without it.
const withStories = named.length === 0 || named.some((name) => !['unit', 'browser', 'e2e'].includes(name));

export default defineConfig({
  // Tests use the packages' sources, so that they need no build.
  resolve: { alias: sourceAliases },
  test: {
    // Generous, for a busy machine: tests wait for conditions, and this only limits the wait.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000, interval: 20 } },
    // By default, Vitest keeps one processor for itself: one of two, although many tests only wait for sockets, frames and lines.
    maxWorkers: '100%',
    // npm run test:unit -- --coverage
    coverage: {
      include: ['packages/*/src/**/*.{ts,tsx}'],
      exclude: ['**/*.test.{ts,tsx}', '**/*.stories.tsx', '**/testing/**', '**/fixtures/**'],
      reporter: ['text-summary', 'html'],
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          setupFiles: [here('./scripts/property-seed.mjs')],
          // A process runs many files, because starting one for each took a quarter of the time. What a test replaces is put back.
          isolate: false,
          restoreMocks: true,
          unstubGlobals: true,
          include: [
            'packages/*/src/**/*.test.{ts,tsx}',
            'examples/*/src/**/*.test.{ts,tsx}',
            'scripts/**/*.test.{ts,mjs}',
            'bench/**/*.test.ts',
          ],
          exclude: [...excluded, '**/*.browser.test.{ts,tsx}'],
        },
      },
      {
        extends: true,
        plugins: [react()],
        // mockServiceWorker.js, for tests with the mock server in a browser.
        publicDir: here('./.storybook/public'),
        // Pre-bundled before the tests run; discovered during a test, they would reload its page.
        optimizeDeps: {
          include: [
            '@tanstack/react-virtual',
            'eventsource-parser',
            'reconnecting-websocket',
            'react-dom/client',
            'react-dom/server',
            'vitest-browser-react',
          ],
        },
        test: {
          name: 'browser',
          include: ['packages/*/src/**/*.browser.test.{ts,tsx}', 'examples/*/src/**/*.browser.test.{ts,tsx}'],
          exclude: excluded,
          browser: inChromium(),
          setupFiles: [here('./scripts/fresh-page.ts')],
          // One page runs many files, because loading the sources for each took a sixth of the time. What a test replaces is put back.
          isolate: false,
          restoreMocks: true,
          unstubGlobals: true,
          // A page has no environment variables; testing/random-runs.ts needs these.
          provide: { seed: process.env['TAILRACE_SEED'], runs: process.env['SCHEDULES_RUNS'] },
        },
      },
      ...(withStories ? allStories() : []),
      {
        extends: true,
        test: {
          name: 'e2e',
          environment: 'node',
          setupFiles: [here('./scripts/property-seed.mjs')],
          include: ['e2e/**/*.test.ts'],
          exclude: excluded,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Most of them mostly wait: for cut connections, processes, pages.
          maxWorkers: 3,
          maxConcurrency: 3,
          // Separately, after all others, which run as many files at a time as there are processors.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
