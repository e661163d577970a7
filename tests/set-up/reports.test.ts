/**
 * Proves that the closing lines of `npm test` cannot hide a failure, that what failed or needed a second try is named,
 * and that slow tests are listed.
 */
import { describe, expect, test } from 'vitest'
import { countEngines, readReport, slowTests } from '../../scripts/test/reports.mjs'

const vitest = (over: object = {}) =>
  JSON.stringify({
    numPassedTests: 4,
    numFailedTests: 0,
    numPendingTests: 1,
    numTodoTests: 1,
    testResults: [
      { name: 'a.test.ts', status: 'passed', assertionResults: [{ fullName: 'a', status: 'passed' }] },
    ],
    ...over,
  })
const playwright = (stats: object = {}, suites: object[] = []) =>
  JSON.stringify({ stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 2, ...stats }, suites })
const spec = (title: string, tries: object[], status: string, annotations: object[] = []) => ({
  title,
  file: `${title}.test.ts`,
  ok: status !== 'unexpected',
  tests: [{ status, annotations, results: tries }],
})
const missed = { duration: 90_000, error: { message: '\u001b[31mTimed out\u001b[39m\nat b' } }

describe('what a suite counts as', () => {
  test('tests that passed, failed and were skipped', () => {
    expect(readReport('vitest', vitest(), 0)).toMatchObject({ passed: 4, failed: 0, skipped: 2 })
    expect(readReport('playwright', playwright(), 0)).toMatchObject({ passed: 3, failed: 0, skipped: 2 })
    expect(readReport('playwright', playwright({ unexpected: 2 }), 1).failed).toBe(2)
  })

  test('one that skipped everything has proved nothing, unless it may', () => {
    const skipped = vitest({ numPassedTests: 0 })
    expect(readReport('vitest', skipped, 0).failed).toBe(1)
    expect(readReport('vitest', skipped, 0, true)).toMatchObject({ failed: 0, skipped: 2 })
    expect(readReport('vitest', skipped, 1, true).failed).toBe(1)
  })

  test('of what runs on both engines, what passed on each', () => {
    const file = (name: string, ...how: string[]) => ({
      name,
      status: 'passed',
      assertionResults: how.map((status) => ({ fullName: name, status })),
    })
    const sqlite = vitest({ testResults: [file('a', 'passed', 'passed'), file('b', 'passed')] })
    const postgres = vitest({ testResults: [file('a', 'passed', 'skipped'), file('c', 'passed')] })
    expect(countEngines(sqlite, postgres)).toEqual({ sqlite: 2, postgres: 2 })
    expect(countEngines()).toEqual({ sqlite: 0, postgres: 0 })
  })

  test('a file that could not be loaded is a failure', () => {
    const broken = vitest({ testResults: [{ name: 'a', status: 'failed', assertionResults: [] }] })
    expect(readReport('vitest', broken, 1).failed).toBe(1)
  })

  test('a test that passed only at the second try counts as passed, and is named with what it said first', () => {
    const suites = [{ suites: [{ specs: [spec('locks', [missed, { duration: 7_000 }], 'flaky')] }] }]
    expect(readReport('playwright', playwright({ flaky: 1 }, suites), 0)).toMatchObject({
      passed: 4,
      failed: 0,
      failures: [],
      secondTries: [{ name: 'locks.test.ts: locks', why: 'Timed out' }],
    })
  })

  test('a test that failed at both tries is a failure and no second try', () => {
    const suites = [{ specs: [spec('locks', [missed, missed], 'unexpected')] }]
    expect(readReport('playwright', playwright({ unexpected: 1 }, suites), 1)).toMatchObject({
      failed: 1,
      failures: [{ name: 'locks.test.ts: locks', why: 'Timed out' }],
      secondTries: [],
    })
  })

  test('a suite that ended badly without a failing test is a failure', () => {
    expect(readReport('vitest', vitest(), 1).failed).toBe(1)
    expect(readReport('playwright', playwright({ flaky: 1 }), 1).failed).toBe(1)
    expect(readReport('playwright', undefined, 137)).toMatchObject({ passed: 0, failed: 1, skipped: 0 })
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
    const report = vitest({ numFailedTests: 1, testResults: [failed] })
    expect(readReport('vitest', report, 1).failures).toEqual([
      { name: 'src/shared/a.test.ts: adds', why: 'Expected 1' },
    ])
    const suites = [
      {
        specs: [spec('opens', [{}], 'expected')],
        suites: [{ specs: [spec('locks', [missed], 'unexpected')] }],
      },
    ]
    expect(readReport('playwright', playwright({ unexpected: 1 }, suites), 1).failures).toEqual([
      { name: 'locks.test.ts: locks', why: 'Timed out' },
    ])
  })

  test('a file that could not be loaded, and a suite that ended badly by itself', () => {
    const broken = { ...failed, message: 'Cannot find module', assertionResults: [] }
    expect(readReport('vitest', vitest({ testResults: [broken] }), 1).failures).toEqual([
      { name: 'src/shared/a.test.ts', why: 'Cannot find module' },
    ])
    expect(readReport('vitest', vitest(), 1).failures).toHaveLength(1)
    expect(readReport('playwright', undefined, 137).failures[0]?.why).toContain('137')
    expect(readReport('vitest', vitest(), 0).failures).toEqual([])
  })
})

describe('which tests are slow', () => {
  test('the time is that of the try that counted, and the reason is the one beside the test', () => {
    const reason = [{ type: 'slow', description: 'ten switches' }]
    const suites = [
      { specs: [spec('locks', [missed, { duration: 7_000 }], 'flaky')] },
      { specs: [spec('switches', [{ duration: 40_000 }], 'expected', reason)] },
      // What `test.slow()` leaves behind says no reason.
      { specs: [spec('waits', [{ duration: 30_000 }], 'expected', [{ type: 'slow' }])] },
    ]
    expect(readReport('playwright', playwright({}, suites), 0).times).toEqual([
      { name: 'locks.test.ts: locks', seconds: 7, reason: undefined },
      { name: 'switches.test.ts: switches', seconds: 40, reason: 'ten switches' },
      { name: 'waits.test.ts: waits', seconds: 30, reason: undefined },
    ])
    const file = {
      name: `${process.cwd()}/src/shared/a.test.ts`,
      status: 'passed',
      assertionResults: [
        { fullName: 'adds', status: 'passed', duration: 21_000, meta: { slow: 'a million sums' } },
        { fullName: 'waits', status: 'skipped', duration: null },
      ],
    }
    expect(readReport('vitest', vitest({ testResults: [file] }), 0).times).toEqual([
      { name: 'src/shared/a.test.ts: adds', seconds: 21, reason: 'a million sums' },
      { name: 'src/shared/a.test.ts: waits', seconds: 0, reason: undefined },
    ])
  })

  test('the ten slowest are listed, and of those over 20 s the ones without a reason', () => {
    const times = [3, 21, 1, 20, 30, 4, 5, 6, 7, 8, 9, 2].map((seconds) => ({
      name: String(seconds),
      seconds,
      ...(seconds === 30 ? { reason: 'thirty' } : {}),
    }))
    const { slowest, unexplained } = slowTests(times)
    expect(slowest.map(({ name }) => name)).toEqual(['30', '21', '20', '9', '8', '7', '6', '5', '4', '3'])
    expect(unexplained.map(({ name }) => name)).toEqual(['21'])
  })
})
