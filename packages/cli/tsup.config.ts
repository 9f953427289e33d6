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
  // `tailrace serve` shows the dashboard from beside itself, in the repository and wherever it is installed.
  async onSuccess() {
    await cp('../../examples/dashboard-react/dist', 'dist/dashboard', { recursive: true });
  },
});
