/**
 * Builds main, preload and the app's own page. The embed page is built by `embed.vite.config.ts`, because it
 * must become one self-contained document.
 */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { withBridgeNames } from './src/shared/contract/bridge-names'

export default defineConfig({
  main: {
    build: {
      // Only `dependencies` (the native modules) stay outside the bundle.
      externalizeDeps: true,
      outDir: 'out/main',
      // The records' thread is a program of its own (records/engine/worker-engine.ts).
      rolldownOptions: {
        input: { index: 'src/main/index.ts', 'records-worker': 'src/main/records/engine/worker.ts' },
      },
    },
  },
  preload: {
    define: withBridgeNames,
    build: {
      externalizeDeps: false,
      // A sandboxed preload can load no second file, so each has everything it needs in it.
      isolatedEntries: true,
      outDir: 'out/preload',
      rolldownOptions: {
        input: { index: 'src/preload/index.ts', embed: 'src/preload/embed.ts' },
        // A sandboxed preload is loaded as one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [
      react(),
      {
        // electron-vite forces './', which breaks deep paths such as app://yarrow/patients/1.
        name: 'absolute-base',
        enforce: 'post',
        config: (config) => {
          config.base = '/'
        },
      },
    ],
    html: { cspNonce: '__CSP_NONCE__' },
    build: {
      outDir: 'out/renderer',
      minify: true,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: { index: 'src/renderer/index.html' } },
    },
  },
})
