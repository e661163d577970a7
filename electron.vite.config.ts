/**
 * Builds main, preload and the app's own page. The embed page is built by `embed.vite.config.ts`, because it
 * must become one self-contained document.
 */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { firstScreen } from './build/first-screen'
import { oneByte } from './build/one-byte'
import { withBridgeNames } from './src/shared/contract/bridge-names'

export default defineConfig({
  main: {
    plugins: [oneByte()],
    define: withBridgeNames,
    build: {
      // Only `dependencies` (the native modules) stay outside the bundle.
      externalizeDeps: true,
      // Each is a program of its own: what opens the window, the services (app/load-services.ts), and the records'
      // thread (records/engine/worker-engine.ts).
      outDir: 'out/main',
      rolldownOptions: {
        input: {
          index: 'src/main/index.ts',
          services: 'src/main/services.ts',
          'records-worker': 'src/main/records/engine/worker.ts',
        },
        // V8 keeps compiled code of scripts only, and Electron is ready sooner without an ES module to wait for.
        output: {
          format: 'cjs',
          entryFileNames: '[name].cjs',
          comments: false,
          // A dynamic import would have Node's other loader started for it.
          dynamicImportInCjs: false,
        },
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
      firstScreen('src/renderer'),
      oneByte(),
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
