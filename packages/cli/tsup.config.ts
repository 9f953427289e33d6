import { cp } from 'node:fs/promises';
import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { bin: 'src/bin.ts' },
  format: ['esm'],
  target: 'node22',
  platform: 'node',
  tsconfig: 'tsconfig.build.json',
  dts: false,
  clean: true,
  sourcemap: true,
  // A command loads what it needs: `tail` must not wait for the server's modules.
  splitting: true,
  treeshake: true,
  async onSuccess() {
    // What `tailrace serve` shows at `/`. The package brings it along: who installs it has no examples/.
    await cp('../../examples/dashboard-react/dist', 'dist/dashboard', { recursive: true });
  },
});
