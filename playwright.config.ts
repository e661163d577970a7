/**
 * The suites in real Electron. Each worker has a desktop of its own, because two windows on one fight for the focus;
 * `scripts/lib/desktop.mjs` starts them and names them here.
 */
import { defineConfig } from '@playwright/test'

const desktops = JSON.parse(process.env.YARROW_DESKTOPS ?? '[]') as Record<string, string>[]
// Only a worker has an index.
Object.assign(process.env, desktops[Number(process.env.TEST_PARALLEL_INDEX)])

export default defineConfig({
  testDir: 'tests/desktop',
  testMatch: '**/*.test.ts',
  outputDir: 'out/desktop',
  workers: Math.max(1, desktops.length),
  fullyParallel: false,
  forbidOnly: true,
  // Real windows on a busy computer: one test in hundreds misses a step. The run names each that needed its second try.
  retries: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.YARROW_DESKTOP_REPORT ?? 'out/reports/desktop.json' }],
  ],
})
