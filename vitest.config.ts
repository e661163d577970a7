/**
 * `unit`, `postgres` and `apart` run in Node, `renderer` and `app` in a DOM emulator, `app` with the real services
 * beside the page. What the page works out without a document is `unit` too: making the emulator takes a file a second.
 * Real Electron is Playwright's part.
 *
 * Loading the modules takes as long as the tests of `unit` and `app` do, so their files share a process, one after the
 * other. A file that puts another module in a module's place, needs the real Argon2, starts a whole app or a keyring, or
 * has memory to look at, is `apart`, in a process of its own.
 */
import { availableParallelism } from 'node:os'
import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { onBothEngines } from './tests/support/postgres/files.ts'
import { binaries } from './tests/support/postgres/server.ts'

const apart = [
  'tests/{keychain,set-up,walls,packaging,electron-checklist}/**/*.test.ts',
  'tests/faults/{clock-app,copied-app,core-dumps,keychain-states}.test.ts',
  // A child derives the same keys as the test.
  'tests/faults/{backup,copied-folder,guess-kills,restore,sign-in-times}.test.ts',
  'src/main/platform/crypto/derive-key.test.ts',
  'tests/security/bridge-surface.test.ts',
  'src/main/{app/power,bridge/register-bridge,platform/security/embed-session}.test.ts',
  'src/main/integrations/fullscript/connect/open-system-browser.test.ts',
]
/** Tests of the page that need a document. */
const inDom = [
  'src/renderer/**/*.test.tsx',
  'src/renderer/embed/*.test.ts',
  'src/renderer/src/{take-over,data/draft-store,data/embed-controller}.test.ts',
]
/** Only on PostgreSQL. Where there is no server, its tests are the ones that are skipped for all. */
const twoStations = 'tests/integration/two-stations.test.ts'
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const together = { maxWorkers: availableParallelism(), sequence: { groupOrder: 0 } }
/** What a guess costs is tested in `apart` and in real Electron. */
const quickKeys = { find: /^@node-rs\/argon2$/, replacement: here('tests/support/quick-argon2.ts') }
const node = { environment: 'node', testTimeout: 30_000 } as const

export default defineConfig({
  test: {
    pool: 'forks',
    coverage: {
      provider: 'v8',
      reportsDirectory: 'out/coverage',
      include: ['src/**/*.{ts,tsx}', 'sandbox/**/*.ts'],
    },
    projects: [
      {
        extends: true,
        resolve: { alias: [quickKeys] },
        test: {
          name: 'unit',
          ...node,
          ...together,
          isolate: false,
          include: ['src/**/*.test.ts', '{sandbox,scripts,tests}/**/*.test.ts'],
          exclude: [
            ...[...apart, ...inDom, twoStations],
            ...['tests/{desktop,packaged}/**', '**/node_modules/**'],
          ],
        },
      },
      {
        extends: true,
        resolve: { alias: [quickKeys] },
        test: {
          name: 'postgres',
          ...node,
          ...together,
          isolate: false,
          include: binaries() === null ? [twoStations] : [...onBothEngines, twoStations],
          globalSetup: ['tests/support/postgres/global.ts'],
          setupFiles: ['tests/support/postgres/setup.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'apart', ...node, ...together, include: apart },
      },
      {
        extends: true,
        plugins: [react()],
        test: {
          name: 'renderer',
          ...together,
          // For tests of the style sheets themselves; no other is read.
          css: { include: /\?raw$/ },
          environment: 'jsdom',
          include: inDom,
          setupFiles: ['tests/support/dom-setup.ts'],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        plugins: [react()],
        resolve: {
          alias: [{ find: /^electron$/, replacement: here('tests/app/support/electron.ts') }, quickKeys],
        },
        test: {
          name: 'app',
          ...together,
          isolate: false,
          environment: 'jsdom',
          include: ['tests/app/**/*.test.tsx'],
          globalSetup: ['tests/app/support/global.ts'],
          setupFiles: ['tests/support/dom-setup.ts', 'tests/app/support/setup.ts'],
          testTimeout: 60_000,
        },
      },
    ],
  },
})
