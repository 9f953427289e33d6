import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// React and the viewer are one chunk here; a product would load the viewer on demand.
export default defineConfig({
  plugins: [react()],
  build: { target: 'es2022', chunkSizeWarningLimit: 1_000 },
});
