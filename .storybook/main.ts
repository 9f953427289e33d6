import { fileURLToPath } from 'node:url';
import type { StorybookConfig } from '@storybook/react-vite';
import { mergeConfig } from 'vite';
import { sourceAliases } from '../scripts/source-aliases.mjs';

const config: StorybookConfig = {
  framework: '@storybook/react-vite',
  // The welcome page is first, so it opens by default.
  stories: ['./pages/*.mdx', '../packages/*/src/**/*.mdx', '../packages/*/src/**/*.stories.tsx'],
  addons: [
    '@storybook/addon-docs',
    '@storybook/addon-a11y',
    '@storybook/addon-vitest',
    'msw-storybook-addon',
  ],
  staticDirs: [fileURLToPath(new URL('./public', import.meta.url))],
  // Only the compiler understands props that combine several types. Tests need no tables of props.
  typescript: {
    reactDocgen: process.env['VITEST'] ? false : 'react-docgen-typescript',
    reactDocgenTypescriptOptions: {
      tsconfigPath: fileURLToPath(new URL('../packages/react/tsconfig.json', import.meta.url)),
      include: ['packages/react/src/log-viewer/log-viewer.tsx', 'packages/react/src/panels/*.tsx'],
      shouldExtractLiteralValuesFromEnum: true,
      propFilter: ({ declarations }) =>
        declarations?.every(({ fileName }) => !fileName.includes('node_modules')) ?? true,
    },
  },
  // Its first steps are for who writes stories, not for who reads them.
  features: { sidebarOnboardingChecklist: false },
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  viteFinal: (vite) => mergeConfig(vite, { resolve: { alias: sourceAliases } }),
};

export default config;
