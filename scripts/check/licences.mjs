/** Refuses a dependency whose licence nobody has looked at. Reads what package-lock.json and the packages say. */
import { existsSync, readFileSync } from 'node:fs'
import { fromRoot } from '../lib/paths.mjs'

const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
  'Python-2.0',
])

/** Tools and data that work for us while we build and test, and of which nothing gets into a release. */
const onlyWhileBuilding = [
  { licence: 'MPL-2.0', packages: /^(axe-core|@axe-core\/playwright|lightningcss(-.*)?)$/ },
  { licence: 'CC-BY-4.0', packages: /^caniuse-lite$/ },
  { licence: 'WTFPL', packages: /^truncate-utf8-bytes$/ },
]

/**
 * @param {string} [folder] of a project with package-lock.json
 * @returns {{ ok: boolean, output: string }}
 */
export function checkLicences(folder = fromRoot()) {
  /** @type {Record<string, { license?: string, dev?: boolean, link?: boolean }>} */
  const packages = JSON.parse(readFileSync(`${folder}/package-lock.json`, 'utf8')).packages
  const refused = []
  for (const [path, entry] of Object.entries(packages)) {
    if (path === '' || entry.link === true) continue
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    const licence = entry.license ?? statedIn(`${folder}/${path}/package.json`)
    if (isAllowed(licence)) continue
    const building = onlyWhileBuilding.find((one) => one.licence === licence && one.packages.test(name))
    if (building !== undefined && entry.dev === true) continue
    refused.push(`${name}: ${licence ?? 'states no licence'}`)
  }
  return { ok: refused.length === 0, output: refused.sort().join('\n') }
}

/**
 * @param {string} file
 * @returns {string | undefined}
 */
function statedIn(file) {
  if (!existsSync(file)) return undefined
  const { license } = JSON.parse(readFileSync(file, 'utf8'))
  return typeof license === 'string' ? license : license?.type
}

/**
 * SPDX: `A OR B` needs one that is allowed, `A AND B` needs both.
 * @param {string | undefined} expression
 */
function isAllowed(expression) {
  if (expression === undefined) return false
  const bare = expression.replaceAll(/[()]/g, '')
  return bare.split(' OR ').some((choice) => choice.split(' AND ').every((one) => allowed.has(one.trim())))
}
