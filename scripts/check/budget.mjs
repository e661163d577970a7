/**
 * How much script and style the app's page loads: before the first field can be typed into, and for each part that is
 * loaded later (main: what takes the drawn sign-in screen's place).
 * It only grows together with a number in budget.json, which is there to be looked at in review.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { build } from '../build.mjs'
import { fromRoot, outFolder } from '../lib/paths.mjs'

/**
 * @typedef {Record<string, number>} Bytes by name: `before sign-in, js`, or a later part such as `signed-in.js`
 */

const numbers = 'scripts/check/budget.json'

/** @returns {Promise<import('../check.mjs').Outcome>} */
export async function checkBudget() {
  await build()
  const page = join(outFolder, 'renderer')
  const assets = readdirSync(join(page, 'assets'))
  const loaded = loadedBytes(
    readFileSync(join(page, 'index.html'), 'utf8'),
    assets,
    (name) => statSync(join(page, 'assets', name)).size,
  )
  const problems = overBudget(loaded, JSON.parse(readFileSync(fromRoot(numbers), 'utf8')))
  return { ok: problems.length === 0, output: problems.map((line) => `${line}\n`).join('') }
}

/**
 * @param {string} html what names in itself all that is loaded at once
 * @param {string[]} assets names of files
 * @param {(name: string) => number} size
 * @returns {Bytes}
 */
export function loadedBytes(html, assets, size) {
  /** @type {Bytes} */
  const loaded = {}
  for (const name of assets) {
    const [, part = '', kind = ''] = /^(.+)-[\w-]{8}\.(js|css)$/.exec(name) ?? []
    if (kind === '') continue
    const key = html.includes(`/assets/${name}`) ? `before sign-in, ${kind}` : `${part}.${kind}`
    loaded[key] = (loaded[key] ?? 0) + size(name)
  }
  return loaded
}

/**
 * @param {Bytes} loaded
 * @param {Bytes} budget
 * @returns {string[]} what to do about each part that does not fit; empty when all do
 */
export function overBudget(loaded, budget) {
  const grown = Object.entries(loaded).flatMap(([part, bytes]) => {
    const most = budget[part]
    if (most === undefined) return [`${part}: ${bytes} bytes, and no number. Give it one in ${numbers}.`]
    if (bytes <= most) return []
    return [
      `${part}: ${bytes} bytes, ${bytes - most} more than it may have. Load the new code later or take some out; ` +
        `if it is worth it, raise the number in ${numbers} and say why in the commit.`,
    ]
  })
  const gone = Object.keys(budget)
    .filter((part) => loaded[part] === undefined)
    .map((part) => `${part}: there is no such part any more. Take its number out of ${numbers}.`)
  return [...grown, ...gone]
}
