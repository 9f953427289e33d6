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
};

export default defineConfig([
  // One file per module, so that a bundler takes only what a page uses, and can load parts later.
  { ...shared, entry: await modulesOf('src/index.ts'), format: 'esm', bundle: false, dts: { entry: index } },
  // eventsource-parser is ESM only, so the CJS build bundles it, and `require` works with any loader.
  {
    ...shared,
    entry: index,
    format: 'cjs',
    splitting: false,
    noExternal: ['eventsource-parser'],
    treeshake: true,
    // Its declarations are copied from the ES modules', see the build script.
  },
]);
