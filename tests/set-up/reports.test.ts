/** Proves that the closing line of `npm test` cannot hide a failure. */
import { describe, expect, test } from 'vitest'
import { readReport } from '../../scripts/test/reports.mjs'

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
  JSON.stringify({ stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 2, ...over } })

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
