/** `npx vite --config src/renderer/src/test-support/preview/vite.config.ts`: the app in a browser, on a fake bridge. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: 'src/renderer',
  cacheDir: '../../node_modules/.vite-preview',
  plugins: [
    react(),
    {
      name: 'fake-bridge',
      transformIndexHtml: () => [
        {
          tag: 'script',
          attrs: { type: 'module', src: '/src/test-support/preview/preview.ts' },
          injectTo: 'head-prepend',
        },
      ],
    },
  ],
})
