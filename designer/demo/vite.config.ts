import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  server: { fs: { allow: ['../..'] } },
  build: { outDir: '../../dist/designer-demo', emptyOutDir: true },
});
