// The screens: the dispatcher's at / and the cabinet at /cabinet/. SCREEN says which is built.
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const screens = {
  dispatcher: { root: 'src/dispatcher-app', base: '/' },
  cabinet: { root: 'client-cabinet', base: '/cabinet/' },
};
const name = (process.env.SCREEN ?? 'dispatcher') as keyof typeof screens;
const { root, base } = screens[name];

export default defineConfig({
  root: path.resolve(import.meta.dirname, root),
  base,
  plugins: [react()],
  html: { cspNonce: 'CSP_NONCE' },
  build: {
    outDir: path.resolve(import.meta.dirname, process.env.SCREENS_OUT ?? 'dist-screens', name),
    emptyOutDir: true,
    target: 'es2023',
    // Not inlined: the page's security policy lets nothing in that is not a file of ours.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2_000,
  },
});
