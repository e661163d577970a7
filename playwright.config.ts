/** The suites in real Electron. Each test starts its own app, so one worker: two windows fight for the focus. */
import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'tests/desktop',
  testMatch: '**/*.test.ts',
  outputDir: 'out/desktop',
  workers: 1,
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
