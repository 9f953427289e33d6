import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { defineConfig, type Options } from 'tsup';
import { modulesOf } from '../../scripts/packages/modules-of.mjs';
import { pureCalls } from '../../scripts/packages/pure-calls.mjs';
import { withImports } from '../../scripts/packages/with-imports.mjs';
import { withoutLayer } from '../../scripts/packages/without-layer.mjs';

const index = { index: 'src/index.ts' };
const shared: Options = {
  target: 'es2022',
  platform: 'neutral',
  tsconfig: 'tsconfig.build.json',
  sourcemap: true,
  plugins: [pureCalls],
};

export default defineConfig([
  // One file per module, so that a bundler takes only what a page uses, and can load parts later.
  {
    ...shared,
    entry: await modulesOf('src/index.ts'),
    format: 'esm',
    bundle: false,
    dts: { entry: index },
    async onSuccess() {
      for (const sheet of ['styles', 'panels']) {
        const css = withImports(readFileSync(`src/${sheet}.css`, 'utf8'), (path) =>
          readFileSync(`src/${path}`, 'utf8'),
        );
        await writeFile(`dist/${sheet}.css`, css);
        await writeFile(`dist/${sheet}-unlayered.css`, withoutLayer(css));
      }
    },
  },
  // Rollup (`treeshake`) writes exports in a form that tools recognise, but strips directives, so 'use client' is added again.
  {
    ...shared,
    entry: index,
    format: 'cjs',
    splitting: false,
    treeshake: true,
    // Its declarations are copied from the ES modules', see the build script.
    async onSuccess() {
      const code = await readFile('dist/index.cjs', 'utf8');
      await writeFile('dist/index.cjs', `'use client';${code}`);
    },
  },
]);
