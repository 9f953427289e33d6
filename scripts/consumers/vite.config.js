import react from '@vitejs/plugin-react';

// Vite must have nothing to say but of size, and of its own pace: React's builds are most of what Vite finds large, and ours are
// held to budgets.
export default ({ mode }) => ({
  plugins: [react()],
  build: {
    chunkSizeWarningLimit: mode === 'development' ? 3000 : 700,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
