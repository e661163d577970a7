/** Proves that only a passing test covers an id, that every way of naming ids is read, and that the list is whole. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  coverage,
  fromFaults,
  fromPlaywright,
  fromVitest,
  idsIn,
  type Requirements,
} from '../../scripts/ids/collect.mjs'

describe('ids in the name of a test', () => {
  test.each([
    ['F-701: guesses are counted', ['F-701']],
    ['(E-07, F-807) in the window', ['E-07', 'F-807']],
    ['links F-205 to F-207', ['F-205', 'F-206', 'F-207']],
    ['R-6749-01 to R-6749-03, R-DK-14', ['R-6749-01', 'R-6749-02', 'R-6749-03', 'R-DK-14']],
    ['164.312(a)(2)(iv) and 170.315(d)(7)', ['164.312(a)(2)(iv)', '170.315(d)(7)']],
    ['S-24, XF-701, F-7011, schema 9', []],
  ])('%s', (name, ids) => {
    expect([...idsIn(name)].sort()).toEqual(ids)
  })
})

describe('the tests that ran', () => {
  test('vitest: whole names; skipped and failed ones have not passed', () => {
    const assertionResults = ['passed', 'failed', 'pending'].map((status) => ({
      fullName: `a ${status}`,
      status,
    }))
    expect(fromVitest({ testResults: [{ name: '/x/src/a.test.ts', assertionResults }] })).toEqual([
      { name: 'a passed', passed: true },
      { name: 'a failed', passed: false },
      { name: 'a pending', passed: false },
    ])
  })

  test('vitest: what only the local Fullscript does right covers nothing', () => {
    const assertionResults = [{ fullName: 'F-101', status: 'passed' }]
    expect(fromVitest({ testResults: [{ name: '/x/sandbox/oauth/a.test.ts', assertionResults }] })).toEqual(
      [],
    )
    expect(
      fromVitest({ testResults: [{ name: '/x/src/sandboxed.test.ts', assertionResults }] }),
    ).toHaveLength(1)
  })

  test('Playwright: titles of all levels but the file; a second try passes, skipped and missing ones do not', () => {
    const spec = (title: string, ...statuses: string[]) => ({
      title,
      tests: statuses.map((status) => ({ status })),
    })
    const inner = { title: 'F-1 group', specs: [spec('good', 'expected'), spec('flaky', 'flaky')] }
    const file = {
      title: 'x.test.ts',
      file: 'x.test.ts',
      specs: [spec('alone', 'skipped'), spec('none')],
      suites: [inner],
    }
    expect(fromPlaywright({ suites: [file] })).toEqual([
      { name: 'alone', passed: false },
      { name: 'none', passed: false },
      { name: 'F-1 group good', passed: true },
      { name: 'F-1 group flaky', passed: true },
    ])
  })

  test('faults: only what was tried without anything bad', () => {
    const figure = { id: 'S-1', figure: 'F-1', tried: 1, bad: 0 }
    const figures = [figure, { ...figure, bad: 1 }, { ...figure, tried: 0 }, { ...figure, skipped: 'why' }]
    expect(fromFaults({ figures }).map(({ passed }) => passed)).toEqual([true, false, false, false])
  })
})

test('an id is covered, not applicable with its reason, or missing', () => {
  const groups = { F: { 'F-101': '', 'F-102': '', 'F-103': '', 'F-104': '' } }
  const requirements = { groups, notApplicable: { 'F-102': 'no such thing', 'F-104': 'covered after all' } }
  const ran = [
    { name: 'F-101, F-104', passed: true },
    { name: 'F-103', passed: false },
  ]
  expect(coverage(requirements, ran)).toEqual({
    F: {
      covered: 2,
      total: 4,
      not_applicable: { 'F-102': 'no such thing' },
      covered_ids: ['F-101', 'F-104'],
      missing: ['F-103'],
    },
  })
})

test('the list has every row, each with a title, and every reason is for a row of it', () => {
  const file = new URL('../../docs/requirements/ids.json', import.meta.url)
  const { groups, notApplicable } = JSON.parse(readFileSync(file, 'utf8')) as Requirements
  const sizes = Object.entries(groups).map(([group, titles]) => [group, Object.keys(titles).length])
  expect(Object.fromEntries(sizes)).toEqual({ R: 74, F: 154, E: 20, P: 23 })
  const rows = Object.entries(Object.assign({}, ...Object.values(groups)) as Record<string, string>)
  for (const [id, title] of rows) {
    expect([...idsIn(id)]).toEqual([id])
    expect(title.length).toBeGreaterThan(4)
  }
  const ids = rows.map(([id]) => id)
  for (const [id, reason] of Object.entries(notApplicable)) {
    expect(ids).toContain(id)
    expect(reason.length).toBeGreaterThan(20)
  }
})
