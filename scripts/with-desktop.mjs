/**
 * Runs a command on a desktop of its own (display, session bus, unlocked keyring, empty home):
 *
 *   node scripts/with-desktop.mjs npx playwright test
 *   node scripts/with-desktop.mjs --ordinary-user npx playwright test
 *
 * Electron is found through ELECTRON_OVERRIDE_DIST_PATH when the set-up chose a runtime outside node_modules.
 */
import { runOnDesktop } from './lib/desktop.mjs'
import { root } from './lib/paths.mjs'
import { runtimeEnvironment } from './setup/electron-runtime.mjs'
import { ordinaryUser } from './test/ordinary-user.mjs'

const args = process.argv.slice(2)
const ordinary = args[0] === '--ordinary-user'
if (ordinary) args.shift()
const [command, ...rest] = args
if (command === undefined) {
  console.error('usage: node scripts/with-desktop.mjs [--ordinary-user] command [arguments]')
  process.exit(2)
}

const env = { ...process.env, ...runtimeEnvironment() }
process.exit(await runOnDesktop(command, rest, { cwd: root, env, identity: ordinary ? ordinaryUser : {} }))
