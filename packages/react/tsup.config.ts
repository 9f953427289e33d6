import { copyFile } from 'node:fs/promises';
import { defineConfig } from 'tsup';
import { pureCalls } from '../../scripts/packages/pure-calls.mjs';

export default defineConfig({
  entry: { index: 'src/index.ts' },
  format: ['esm', 'cjs'],
  target: 'es2022',
  platform: 'neutral',
  tsconfig: 'tsconfig.build.json',
  dts: true,
  clean: true,
  sourcemap: true,
  plugins: [pureCalls],
  splitting: false,
  // The hooks and the viewer are client code: frameworks with server components need to be told.
  banner: { js: "'use client';" },
  async onSuccess() {
    for (const sheet of ['styles.css', 'panels.css']) await copyFile(`src/${sheet}`, `dist/${sheet}`);
  },
});
