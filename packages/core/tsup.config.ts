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
  // A file a module, so that who bundles a page takes what it uses, and loads late what only its late code uses.
  { ...shared, entry: await modulesOf('src/index.ts'), format: 'esm', bundle: false, dts: { entry: index } },
  // eventsource-parser is ESM only: inside the CJS build it is bundled, so that `require` works with any loader.
  {
    ...shared,
    entry: index,
    format: 'cjs',
    splitting: false,
    noExternal: ['eventsource-parser'],
    treeshake: true,
    dts: true,
  },
]);
