/** What a release has to be made of. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

/** @param {string} path */
const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'))

/** @returns {string} the version that package.json pins */
export const pinnedElectron = () => read('package.json').devDependencies.electron

/**
 * Fails unless a file is the SQLite addon that its makers shipped for Node-API 10.
 * @param {string} file
 * @param {string} name such as linux-x64.node
 */
export function assertShippedAddon(file, name) {
  const { version, sha256 } = read('build/shipped-addons.json')
  const installed = read('node_modules/better-sqlite3/package.json').version
  if (installed !== version) {
    throw new Error(`build/shipped-addons.json knows version ${version}; installed is ${installed}.`)
  }
  if (createHash('sha256').update(readFileSync(file)).digest('hex') !== sha256[name]) {
    throw new Error(`${name} is not the SQLite addon that its makers shipped.`)
  }
}
