/**
 * Packages the app: `npm run package -- --dir` for a folder, without `--dir` for installers. On the stand-in
 * runtime it makes a test package, and says so; a release needs the pinned Electron.
 */
import { existsSync } from 'node:fs'
import { binary } from './lib/paths.mjs'
import { runForeground } from './lib/run.mjs'
import { say } from './lib/steps.mjs'
import { setUp } from './setup.mjs'
import { chosenRuntime } from './setup/electron-runtime.mjs'

await setUp()

const env = { ...process.env }
if (chosenRuntime().kind === 'stand-in') {
  say('This is the stand-in runtime: making a test package, which is not for release.')
  env.YARROW_TEST_PACKAGE = '1'
}
// Debian's own 7-Zip, so that none has to be downloaded for archives.
if (existsSync('/usr/bin/7zz')) env.ELECTRON_BUILDER_7ZIP_PATH ??= '/usr/bin/7zz'

const args = ['--config', 'build/electron-builder.ts', ...process.argv.slice(2)]
process.exit(await runForeground(binary('electron-builder'), args, { env }))
