import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// In development (`npm run dev`), the backends are those of a `tailrace serve` on its default port.
const backends = { target: 'http://127.0.0.1:4280', ws: true };

export default defineConfig({
  plugins: [react()],
  server: { proxy: { '/api': backends, '/codespace': backends, '/__control': backends } },
  // The command's package contains this page, and needs the licences of what is bundled.
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 1_000,
    license: { fileName: 'third-party-licences.md' },
  },
});
