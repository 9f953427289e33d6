import { defineConfig, type Options } from 'tsup';
import { pureCalls } from '../../scripts/packages/pure-calls.mjs';

const shared: Options = {
  entry: { index: 'src/index.ts' },
  target: 'es2022',
  platform: 'neutral',
  tsconfig: 'tsconfig.build.json',
  dts: true,
  sourcemap: true,
  plugins: [pureCalls],
  treeshake: true,
};

export default defineConfig([
  // What a page may never need is in chunks that it loads when it does.
  { ...shared, format: 'esm', splitting: true },
  // eventsource-parser is ESM only: inside the CJS build it is bundled, so that `require` works with any loader.
  { ...shared, format: 'cjs', splitting: false, noExternal: ['eventsource-parser'] },
]);
