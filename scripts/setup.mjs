/**
 * Makes a fresh clone ready to run, and does only what is still to do:
 *
 *   node scripts/setup.mjs
 *
 * Every step is stamped with the inputs it was made from, and stamped last, so stopping it at any moment and
 * starting again is safe. Deleting `.runtime` and `node_modules` starts from nothing.
 */
import { build } from './build.mjs'
import { withLock } from './lib/lock.mjs'
import { isProgram } from './lib/run.mjs'
import { elapsed, say, step } from './lib/steps.mjs'
import { fetchRuntime, installRuntime } from './setup/electron-runtime.mjs'
import { chooseSqliteAddon, compileKeytar, proveSqliteAddon } from './setup/native-modules.mjs'
import { installNodePackages } from './setup/node-packages.mjs'
import { checkSystemPackages, installForCompiling, installForRunning } from './setup/system-packages.mjs'

/** Ends the process with a plain sentence when something could not be done. */
export async function setUp() {
  checkNode()
  say('Setting up Yarrow')
  try {
    checkSystemPackages()
    await withLock(async () => {
      // Several roads, and two processors: each step starts as soon as what it needs is there.
      const compilers = step('system packages, for compiling', installForCompiling)
      const packages = step('npm packages', installNodePackages)
      const download = step('Electron runtime, download', fetchRuntime)

      const libraries = compilers.then(() => step('system packages, for running', installForRunning))
      const compilable = Promise.all([compilers, packages])
      const keytar = compilable.then(() => step('keytar', compileKeytar))
      const runtime = Promise.all([compilable, download]).then(() => step('Electron runtime', installRuntime))
      const addon = runtime.then(() => step('SQLite addon', chooseSqliteAddon))
      const proof = Promise.all([addon, libraries]).then(() =>
        step('SQLite in the runtime', proveSqliteAddon),
      )
      // The build runs what it has built once, for V8's code of it.
      const built = Promise.all([runtime, libraries]).then(() => step('build', build))

      await all([compilers, packages, download, libraries, keytar, runtime, addon, proof, built])
    })
  } catch (error) {
    say(`\n${error instanceof Error ? error.message : String(error)}`)
    process.exit(1)
  }
  say(`Ready (${elapsed()}).`)
}

/**
 * Waits for all of them even when one fails, so that no step is cut off half-way.
 * @param {Promise<unknown>[]} steps
 */
async function all(steps) {
  for (const outcome of await Promise.allSettled(steps)) {
    if (outcome.status === 'rejected') throw outcome.reason
  }
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  say(`Yarrow needs Node 20.19 or newer; this is ${process.versions.node}.`)
  process.exit(1)
}

if (isProgram(import.meta.filename)) await setUp()
