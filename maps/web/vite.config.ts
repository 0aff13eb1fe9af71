import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { leafletForSheets } from './sheets.vite.ts';

const service = 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [react(), leafletForSheets()],
  // The map library alone is larger than the usual limit of a warning; it is loaded beside the page, not before it.
  build: { outDir: 'dist', chunkSizeWarningLimit: 1200 },
  server: { host: '127.0.0.1', proxy: { '/api': service, '/ogc': service } },
});
