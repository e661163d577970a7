/** Sets up, then runs the unit and integration tests with coverage; the report is in out/coverage. */
import { join } from 'node:path'
import { runOnDesktop } from './lib/desktop.mjs'
import { root } from './lib/paths.mjs'
import { setUp } from './setup.mjs'
import { nodeForTests, runtimeEnvironment } from './setup/electron-runtime.mjs'

await setUp()
const { node, env } = nodeForTests()
const args = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--coverage']
process.exit(
  await runOnDesktop(node, args, { cwd: root, env: { ...process.env, ...runtimeEnvironment(), ...env } }),
)
