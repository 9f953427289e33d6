import { defineConfig, type Options } from 'tsup';

const shared: Options = {
  entry: { index: 'src/index.ts' },
  target: 'es2022',
  platform: 'neutral',
  tsconfig: 'tsconfig.build.json',
  dts: true,
  sourcemap: true,
  splitting: false,
  treeshake: true,
};

export default defineConfig([
  { ...shared, format: 'esm' },
  // eventsource-parser is ESM only: inside the CJS build it is bundled, so that `require` works with any loader.
  { ...shared, format: 'cjs', noExternal: ['eventsource-parser'] },
]);
