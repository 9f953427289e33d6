import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { defineConfig, type Options } from 'tsup';
import { modulesOf } from '../../scripts/packages/modules-of.mjs';
import { pureCalls } from '../../scripts/packages/pure-calls.mjs';
import { withoutLayer } from '../../scripts/packages/without-layer.mjs';

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
      for (const sheet of ['styles', 'panels']) {
        await copyFile(`src/${sheet}.css`, `dist/${sheet}.css`);
        await writeFile(
          `dist/${sheet}-unlayered.css`,
          withoutLayer(await readFile(`src/${sheet}.css`, 'utf8')),
        );
      }
    },
  },
  // Rollup writes the exports so that tools see them, and takes directives out of it.
  {
    ...shared,
    entry: index,
    format: 'cjs',
    splitting: false,
    treeshake: true,
    dts: true,
    async onSuccess() {
      const code = await readFile('dist/index.cjs', 'utf8');
      await writeFile('dist/index.cjs', code.replace(/^(?:'use client';)?/, "'use client';"));
    },
  },
]);
