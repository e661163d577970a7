/**
 * Runs a command on a desktop of its own (display, session bus, unlocked keyring, empty home):
 *
 *   node scripts/with-desktop.mjs npx playwright test
 *   node scripts/with-desktop.mjs --ordinary-user npx playwright test
 *   node scripts/with-desktop.mjs --desktops=2 npx playwright test
 *
 * Electron is found through ELECTRON_OVERRIDE_DIST_PATH when the set-up chose a runtime outside node_modules.
 */
import { runOnDesktop } from './lib/desktop.mjs'
import { root } from './lib/paths.mjs'
import { runtimeEnvironment } from './setup/electron-runtime.mjs'
import { ordinaryUser } from './test/ordinary-user.mjs'

const args = process.argv.slice(2)
let identity = {}
let desktops = 1
for (; args[0]?.startsWith('--'); args.shift()) {
  if (args[0] === '--ordinary-user') identity = ordinaryUser
  else desktops = Number(/^--desktops=([1-9])$/.exec(args[0])?.[1] ?? Number.NaN)
}
const [command, ...rest] = args
if (command === undefined || Number.isNaN(desktops)) {
  console.error('usage: node scripts/with-desktop.mjs [--ordinary-user] [--desktops=2] command [arguments]')
  process.exit(2)
}

const env = { ...process.env, ...runtimeEnvironment() }
process.exit(await runOnDesktop(command, rest, { cwd: root, env, identity, desktops }))
