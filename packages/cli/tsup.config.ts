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
  // Each command loads only its own modules: `tail` must not wait for those of the server.
  splitting: true,
  treeshake: true,
  async onSuccess() {
    // The dashboard that `tailrace serve` shows at `/`, copied into the package because users do not have examples/.
    await cp('../../examples/dashboard-react/dist', 'dist/dashboard', { recursive: true });
  },
});
