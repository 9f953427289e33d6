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
});
