import react from '@vitejs/plugin-react';

// Vite must not warn, except about size and its own speed: most of the size is React, and our packages have their own budgets.
export default ({ mode }) => ({
  plugins: [react()],
  build: {
    chunkSizeWarningLimit: mode === 'development' ? 3000 : 700,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
