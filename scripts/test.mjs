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
import { countEngines, readReport, slowTests } from './test/reports.mjs'

const reports = join(outFolder, 'reports')
/** @type {import('./test/reports.mjs').Result} of all suites; said again at the end, where a long run is read first */
const total = { passed: 0, failed: 0, skipped: 0, failures: [], secondTries: [], times: [] }

/** @param {Partial<typeof total>} result */
function add({ passed = 0, failed = 0, skipped = 0, failures = [], secondTries = [], times = [] }) {
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
  total.failures.push(...failures)
  total.secondTries.push(...secondTries)
  total.times.push(...times)
}

/**
 * @param {string} title
 * @param {'vitest' | 'playwright'} kind
 * @param {string} report where the suite writes it
 * @param {[string, ...string[]]} command
 * @param {Parameters<typeof runOnDesktop>[2]} [options]
 * @param {boolean} [maySkip] all of it may be skipped
 */
async function suite(title, kind, report, [command, ...args], options = {}, maySkip = false) {
  say(`\n${title}`)
  const env = { ...process.env, ...runtimeEnvironment(), ...options.env }
  const status = await runOnDesktop(command, args, { cwd: root, ...options, env })
  const result = readReport(
    kind,
    existsSync(report) ? readFileSync(report, 'utf8') : undefined,
    status,
    maySkip,
  )
  say(`${title}: ${result.passed} passed, ${result.failed} failed (${elapsed()} since the start)`)
  add(result)
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

add(await check())

const unit = join(reports, 'unit.json')
const postgres = join(reports, 'postgres.json')
const { node, env: nodeEnv } = nodeForTests()
/**
 * @param {string} title
 * @param {string} report
 * @param {string} project
 * @param {boolean} [maySkip]
 */
const vitest = (title, report, project, maySkip = false) =>
  suite(
    title,
    'vitest',
    report,
    [
      node,
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      `--project=${project}`,
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { env: nodeEnv },
    maySkip,
  )
/** @param {string} report */
const read = (report) => (existsSync(report) ? readFileSync(report, 'utf8') : '')
await vitest('Unit and integration', unit, '!postgres')
await vitest('The records on PostgreSQL', postgres, 'postgres', true)
const engines = countEngines(read(unit), read(postgres))
say(`The records' tests passed on SQLite: ${engines.sqlite}, on PostgreSQL: ${engines.postgres}`)

const desktop = join(reports, 'desktop.json')
await suite('In real Electron', 'playwright', desktop, playwright(root), {
  desktops: 2,
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

const { slowest, unexplained } = slowTests(total.times)
/** @param {import('./test/reports.mjs').Time} time */
const line = ({ name, seconds, reason }) =>
  `  ${seconds.toFixed(1).padStart(5)} s  ${name}${reason === undefined ? '' : ` (${reason})`}`
say('\nThe ten slowest tests')
for (const time of slowest) say(line(time))
if (unexplained.length > 0) say('\nWarning: these take longer than 20 s and do not say why')
for (const time of unexplained) say(line(time))

if (total.secondTries.length > 0) say('\nPassed only at the second try')
for (const { name, why } of total.secondTries) say(`  ! ${name}\n      the first try: ${why}`)

if (total.failures.length > 0) say('\nWhat failed')
for (const { name, why } of total.failures) say(`  ✗ ${name}\n      ${why}`)

const skipped = total.skipped === 0 ? '' : `, ${total.skipped} skipped`
say(`\n${total.passed} passed, ${total.failed} failed${skipped}`)
process.exitCode = total.failed === 0 && known ? 0 : 1
