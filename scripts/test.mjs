/**
 * Set-up, checks, and every suite, each on a desktop of its own; then which requirements they cover. The last line sums
 * up: `N passed, N failed`.
 *
 * The suites in real Electron run as the caller. The tests among them that are marked `@ordinary-user` run once
 * more as an ordinary user with Chromium's own sandbox switched on, which root cannot have.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { check } from './check.mjs'
import { coverIds } from './coverage-ids.mjs'
import { runOnDesktop } from './lib/desktop.mjs'
import { outFolder, root } from './lib/paths.mjs'
import { elapsed, say } from './lib/steps.mjs'
import { setUp } from './setup.mjs'
import { nodeForTests, runtimeEnvironment } from './setup/electron-runtime.mjs'
import { ordinaryUser, placeForOrdinaryUser } from './test/ordinary-user.mjs'
import { failuresIn, readReport } from './test/reports.mjs'

const reports = join(outFolder, 'reports')
const total = { passed: 0, failed: 0, skipped: 0 }
/** @type {import('./test/reports.mjs').Failure[]} said again at the end, where a long run is read first */
const failures = []

/** @param {{ passed: number, failed: number, skipped?: number }} count */
function add(count) {
  total.passed += count.passed
  total.failed += count.failed
  total.skipped += count.skipped ?? 0
}

/**
 * @param {string} title
 * @param {'vitest' | 'playwright'} kind
 * @param {string} report where the suite writes it
 * @param {[string, ...string[]]} command
 * @param {Parameters<typeof runOnDesktop>[2]} [options]
 */
async function suite(title, kind, report, [command, ...args], options = {}) {
  say(`\n${title}`)
  const env = { ...process.env, ...runtimeEnvironment(), ...options.env }
  const status = await runOnDesktop(command, args, { cwd: root, ...options, env })
  const text = existsSync(report) ? readFileSync(report, 'utf8') : undefined
  const count = readReport(kind, text, status)
  say(`${title}: ${count.passed} passed, ${count.failed} failed (${elapsed()} since the start)`)
  add(count)
  failures.push(...failuresIn(kind, text, status))
}

/**
 * @param {string} checkout
 * @returns {[string, ...string[]]}
 */
const playwright = (checkout) => [
  process.execPath,
  join(checkout, 'node_modules/@playwright/test/cli.js'),
  'test',
]

await setUp()
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })

const checked = await check()
add(checked)
failures.push(...checked.failures)

const unit = join(reports, 'unit.json')
const { node, env: nodeEnv } = nodeForTests()
await suite(
  'Unit and integration',
  'vitest',
  unit,
  [
    node,
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=dot',
    '--reporter=json',
    `--outputFile.json=${unit}`,
  ],
  { env: nodeEnv },
)

const desktop = join(reports, 'desktop.json')
await suite('In real Electron', 'playwright', desktop, playwright(root), {
  env: { YARROW_DESKTOP_REPORT: desktop },
})

const place = placeForOrdinaryUser()
try {
  const report = join(place.reports, 'desktop.json')
  await suite(
    'As an ordinary user, with the sandbox of Chromium',
    'playwright',
    report,
    [...playwright(place.checkout), '--grep', '@ordinary-user', '--output', join(place.reports, 'output')],
    { cwd: place.checkout, identity: ordinaryUser, env: { YARROW_DESKTOP_REPORT: report } },
  )
  if (existsSync(report)) copyFileSync(report, join(reports, 'ordinary-user.json'))
} finally {
  place.remove()
}

const known = coverIds()

if (failures.length > 0) say('\nWhat failed')
for (const { name, why } of failures) say(`  ✗ ${name}\n      ${why}`)

const skipped = total.skipped === 0 ? '' : `, ${total.skipped} skipped`
say(`\n${total.passed} passed, ${total.failed} failed${skipped}`)
process.exitCode = total.failed === 0 && known ? 0 : 1
