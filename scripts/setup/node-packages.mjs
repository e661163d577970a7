/** What package-lock.json pins, without any install script: what has to be compiled is compiled by our own steps. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromRoot, nodeModules } from '../lib/paths.mjs'
import { runLogged } from '../lib/run.mjs'
import { isStamped, sha256, writeStamp } from '../lib/stamp.mjs'

// Inside node_modules, so that deleting the one deletes the other.
const stamp = join(nodeModules, '.yarrow-packages.json')

export async function installNodePackages() {
  const inputs = { lock: sha256(readFileSync(fromRoot('package-lock.json'))) }
  if (isStamped(stamp, inputs)) return 'done already'
  await runLogged('npm-ci', 'npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'])
  writeStamp(stamp, inputs)
  return ''
}

/**
 * @param {string} name of an installed package
 * @returns {string} its exact version
 */
export function installedVersion(name) {
  return JSON.parse(readFileSync(join(nodeModules, name, 'package.json'), 'utf8')).version
}
