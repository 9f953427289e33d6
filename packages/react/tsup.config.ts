import { copyFile } from 'node:fs/promises';
import { defineConfig, type Options } from 'tsup';
import { modulesOf } from '../../scripts/packages/modules-of.mjs';
import { pureCalls } from '../../scripts/packages/pure-calls.mjs';

const index = { index: 'src/index.ts' };
const shared: Options = {
  target: 'es2022',
  platform: 'neutral',
  tsconfig: 'tsconfig.build.json',
  sourcemap: true,
  plugins: [pureCalls],
  // The hooks and the viewer are client code: frameworks with server components need to be told.
  banner: { js: "'use client';" },
};

export default defineConfig([
  // A file a module, so that who bundles a page takes what it uses, and loads late what only its late code uses.
  {
    ...shared,
    entry: await modulesOf('src/index.ts'),
    format: 'esm',
    bundle: false,
    dts: { entry: index },
    async onSuccess() {
      for (const sheet of ['styles.css', 'panels.css']) await copyFile(`src/${sheet}`, `dist/${sheet}`);
    },
  },
  { ...shared, entry: index, format: 'cjs', splitting: false, dts: true },
]);
