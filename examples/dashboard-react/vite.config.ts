import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// While developing (`npm run dev`), the backends are those of a `tailrace serve` on its usual port.
const backends = { target: 'http://127.0.0.1:4280', ws: true };

export default defineConfig({
  plugins: [react()],
  server: { proxy: { '/api': backends, '/codespace': backends, '/__control': backends } },
  // The command's package brings this page along, and with it the licences of what is inside.
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 1_000,
    license: { fileName: 'third-party-licences.md' },
  },
});
