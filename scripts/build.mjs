/**
 * Builds `out/`: main with V8's code of its services, preload, the app's page and the embed page. Does nothing when no
 * source has changed, nor the runtime.
 */
import { join } from 'node:path'
import { binary, fromRoot, outFolder } from './lib/paths.mjs'
import { isProgram, runLogged } from './lib/run.mjs'
import { chosenRuntime } from './setup/electron-runtime.mjs'
import { hashOf, isStamped, removeStamp, writeStamp } from './lib/stamp.mjs'
import { elapsed, say, step } from './lib/steps.mjs'

const stamp = join(outFolder, '.built.json')

export async function build() {
  const sources = [
    'src',
    'electron.vite.config.ts',
    'build/embed.vite.config.ts',
    'build/code-cache',
    'build/first-screen.ts',
    'package-lock.json',
    'package.json',
  ]
  const { folder, executable } = chosenRuntime()
  const inputs = {
    sources: hashOf(sources.map((path) => fromRoot(path))),
    runtime: hashOf([join(folder, 'version')]),
  }
  if (isStamped(stamp, inputs)) return 'done already'
  removeStamp(stamp)
  await Promise.all([
    runLogged('build', binary('electron-vite'), [
      'build',
      '-c',
      'electron.vite.config.ts',
      '--logLevel',
      'warn',
    ]),
    runLogged('build-embed', binary('vite'), [
      'build',
      '-c',
      'build/embed.vite.config.ts',
      '--logLevel',
      'warn',
    ]),
  ])
  await runLogged('build-code-cache', executable, [
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    fromRoot('build', 'code-cache'),
    join(outFolder, 'main', 'services.cjs'),
  ])
  writeStamp(stamp, inputs)
  return ''
}

if (isProgram(import.meta.filename)) {
  try {
    await step('build', build)
    say(`Built (${elapsed()}).`)
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
