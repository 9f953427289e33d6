import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Builds the bench pages as a product would. `BENCH_NAMES=1` keeps the names of functions for profiles. */
export default defineConfig({
  root: here('./pages'),
  plugins: [react()],
  logLevel: 'warn',
  build: {
    outDir: here('./dist'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    chunkSizeWarningLimit: 4_000,
    minify: process.env['BENCH_NAMES'] === undefined,
    rolldownOptions: { input: [here('./pages/index.html'), here('./pages/transport.html')] },
  },
});
