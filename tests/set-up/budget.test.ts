/** Proves that the page grows only together with a number: what is counted where, and what is said when it does not fit. */
import { expect, test } from 'vitest'
import { loadedBytes, overBudget } from '../../scripts/check/budget.mjs'

const html = `<script type="module" src="/assets/index-obeVts7F.js"></script>
  <link rel="modulepreload" href="/assets/shared-a_-45678.js">
  <link rel="stylesheet" href="/assets/index-BmPx5rKF.css">`
const sizes: Record<string, number> = {
  'index-obeVts7F.js': 700,
  'shared-a_-45678.js': 50,
  'index-BmPx5rKF.css': 90,
  'signed-in-BDKap-hs.js': 300,
  'inter-latin-wght-normal-Dx4kXJAl.woff2': 48_256,
}
const loaded = { 'before sign-in, js': 750, 'before sign-in, css': 90, 'signed-in.js': 300 }

test('what the page names itself is loaded before sign-in, each other part later; fonts are not counted', () => {
  expect(loadedBytes(html, Object.keys(sizes), (name) => sizes[name] ?? 0)).toEqual(loaded)
})

test('what fits its number is right, up to the last byte', () => {
  expect(overBudget(loaded, loaded)).toEqual([])
})

test('growth, a new part and a part that is gone are told, with where the number is', () => {
  const problems = overBudget(
    { ...loaded, 'audit.js': 10 },
    { ...loaded, 'before sign-in, js': 749, 'plan.js': 5 },
  )
  expect(problems).toHaveLength(3)
  expect(problems[0]).toContain('before sign-in, js: 750 bytes, 1 more')
  expect(problems[1]).toContain('audit.js: 10 bytes, and no number')
  expect(problems[2]).toContain('plan.js: there is no such part')
  for (const problem of problems) expect(problem).toContain('scripts/check/budget.json')
})
