/**
 * Sets up, then runs one of the project's TypeScript programs on a desktop of its own:
 *
 *   node scripts/run.mjs tests/tour/run.ts
 */
import { fromRoot, root } from './lib/paths.mjs'
import { runOnDesktop } from './lib/desktop.mjs'
import { isProgram } from './lib/run.mjs'
import { setUp } from './setup.mjs'
import { nodeForTests, runtimeEnvironment } from './setup/electron-runtime.mjs'

/**
 * @param {string} program path from the root
 * @param {string[]} args
 * @returns {Promise<number>} its exit status
 */
export async function runProgram(program, args) {
  const { node, env } = nodeForTests()
  return runOnDesktop(node, ['--import', 'tsx', fromRoot(program), ...args], {
    cwd: root,
    env: { ...process.env, ...runtimeEnvironment(), ...env },
  })
}

if (isProgram(import.meta.filename)) {
  const [program, ...args] = process.argv.slice(2)
  if (program === undefined) {
    console.error('usage: node scripts/run.mjs program.ts [arguments]')
    process.exit(2)
  }
  await setUp()
  process.exit(await runProgram(program, args))
}
