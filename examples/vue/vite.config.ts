import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

// In development, the backends are those of `tailrace serve`.
const backends = { target: 'http://127.0.0.1:4280', ws: true };

export default defineConfig({
  plugins: [vue()],
  server: { proxy: { '/api': backends, '/codespace': backends, '/__control': backends } },
});
