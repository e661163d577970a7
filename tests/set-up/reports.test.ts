/** Proves that the closing line of `npm test` cannot hide a failure, and that what failed is named before it. */
import { describe, expect, test } from 'vitest'
import { failuresIn, readReport } from '../../scripts/test/reports.mjs'

const vitest = (over: object = {}) =>
  JSON.stringify({
    numPassedTests: 4,
    numFailedTests: 0,
    numPendingTests: 1,
    numTodoTests: 1,
    testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
    ...over,
  })
const playwright = (over: object = {}) =>
  JSON.stringify({ stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 2, ...over }, suites: [] })

describe('what a suite counts as', () => {
  test('tests that passed, failed and were skipped', () => {
    expect(readReport('vitest', vitest(), 0)).toEqual({ passed: 4, failed: 0, skipped: 2 })
    expect(readReport('playwright', playwright(), 0)).toEqual({ passed: 3, failed: 0, skipped: 2 })
    expect(readReport('playwright', playwright({ unexpected: 2 }), 1).failed).toBe(2)
  })

  test('a file that could not be loaded is a failure', () => {
    const broken = vitest({ testResults: [{ status: 'failed', assertionResults: [] }] })
    expect(readReport('vitest', broken, 1).failed).toBe(1)
  })

  test('a test that passed only at the second attempt is a failure', () => {
    expect(readReport('playwright', playwright({ flaky: 1 }), 0).failed).toBe(1)
  })

  test('a suite that ended badly without a failing test is a failure', () => {
    expect(readReport('vitest', vitest(), 1).failed).toBe(1)
    expect(readReport('playwright', undefined, 137)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })

  test('a suite that ran nothing is a failure', () => {
    expect(readReport('playwright', playwright({ expected: 0, skipped: 0 }), 0).failed).toBe(1)
  })
})

describe('what failed, by name', () => {
  const failed = {
    name: `${process.cwd()}/src/shared/a.test.ts`,
    status: 'failed',
    assertionResults: [
      { fullName: 'adds', status: 'failed', failureMessages: ['\u001b[31mExpected 1\u001b[39m\n    at a'] },
      { fullName: 'takes away', status: 'passed' },
    ],
  }

  test('each test with its file and the first line of what it said', () => {
    expect(failuresIn('vitest', vitest({ numFailedTests: 1, testResults: [failed] }), 1)).toEqual([
      { name: 'src/shared/a.test.ts: adds', why: 'Expected 1' },
    ])
    const inElectron = playwright({ unexpected: 1 })
    const suites = [
      {
        specs: [{ title: 'opens', file: 'a.test.ts', ok: true, tests: [] }],
        suites: [
          {
            specs: [
              {
                title: 'locks',
                file: 'b.test.ts',
                ok: false,
                tests: [{ results: [{ error: { message: 'Timed out\nat b' } }] }],
              },
            ],
          },
        ],
      },
    ]
    const report = JSON.stringify({ ...(JSON.parse(inElectron) as object), suites })
    expect(failuresIn('playwright', report, 1)).toEqual([{ name: 'b.test.ts: locks', why: 'Timed out' }])
  })

  test('a file that could not be loaded, and a suite that ended badly by itself', () => {
    const broken = { ...failed, message: 'Cannot find module', assertionResults: [] }
    expect(failuresIn('vitest', vitest({ testResults: [broken] }), 1)).toEqual([
      { name: 'src/shared/a.test.ts', why: 'Cannot find module' },
    ])
    expect(failuresIn('vitest', vitest(), 1)).toHaveLength(1)
    expect(failuresIn('playwright', undefined, 137)[0]?.why).toContain('137')
    expect(failuresIn('vitest', vitest(), 0)).toEqual([])
  })
})
