/**
 * Everything that can be said about the code without running it: types, lint, format, import walls, unused code, bytes
 * that the page loads, licences. All checks run, whatever the others say, and each one that fails shows why.
 */
import { spawn } from 'node:child_process'
import { checkBudget } from './check/budget.mjs'
import { checkLicences } from './check/licences.mjs'
import { binary, root } from './lib/paths.mjs'
import { isProgram } from './lib/run.mjs'
import { say } from './lib/steps.mjs'

/**
 * @typedef {{ ok: boolean, output: string }} Outcome
 * @typedef {{ name: string, run: () => Promise<Outcome> }} Check
 */

/** @type {Check[]} longest first, so that two processors end together */
const checks = [
  { name: 'types, and lint that needs them', run: () => tool('oxlint', ['--disable-nested-config', '.']) },
  { name: 'format', run: () => tool('prettier', ['--check', '.']) },
  { name: 'lint', run: () => tool('eslint', ['.', '--max-warnings=0']) },
  {
    name: 'walls',
    run: () =>
      tool('depcruise', [
        'src',
        'sandbox',
        'tests',
        '--config',
        'scripts/check/walls.cjs',
        '--output-type',
        'err-long',
      ]),
  },
  {
    name: 'unused',
    run: () =>
      tool('knip', [
        '--config',
        'scripts/check/knip.json',
        '--no-progress',
        '--treat-config-hints-as-errors',
      ]),
  },
  { name: 'budget', run: checkBudget },
  { name: 'licences', run: async () => checkLicences() },
]

/** @returns {Promise<{ passed: number, failed: number, failures: import('./test/reports.mjs').Failure[] }>} */
export async function check() {
  const waiting = [...checks]
  /** @type {Awaited<ReturnType<typeof check>>} */
  const count = { passed: 0, failed: 0, failures: [] }
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const from = performance.now()
      const { ok, output } = await next.run()
      count[ok ? 'passed' : 'failed'] += 1
      say(`  ${ok ? '✓' : '✗'} ${next.name} (${((performance.now() - from) / 1000).toFixed(1)} s)`)
      if (ok) continue
      say(output.trimEnd().replaceAll(/^/gm, '      '))
      count.failures.push({ name: `check: ${next.name}`, why: 'see above, or run `npm run check`' })
    }
  }
  say('Checking')
  await Promise.all([worker(), worker()])
  return count
}

/**
 * @param {string} name
 * @param {string[]} args
 * @returns {Promise<Outcome>}
 */
function tool(name, args) {
  return new Promise((resolve) => {
    let output = ''
    const child = spawn(binary(name), args, { cwd: root, env: { ...process.env, NO_COLOR: '1' } })
    child.stdout.on('data', (chunk) => (output += String(chunk)))
    child.stderr.on('data', (chunk) => (output += String(chunk)))
    child.on('error', (error) => {
      resolve({ ok: false, output: error.message })
    })
    child.on('close', (code) => {
      resolve({ ok: code === 0, output })
    })
  })
}

if (isProgram(import.meta.filename)) {
  const { passed, failed } = await check()
  say(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}
