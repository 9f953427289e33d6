import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// React and the viewer make one chunk; a page of a product would load the viewer when it is needed.
export default defineConfig({
  plugins: [react()],
  build: { target: 'es2022', chunkSizeWarningLimit: 1_000 },
});
