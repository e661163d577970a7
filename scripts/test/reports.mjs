/**
 * Counts what vitest's and Playwright's JSON reports say, and names what failed. A suite that ends badly never counts
 * as passed.
 */
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { root } from '../lib/paths.mjs'

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Count
 *
 * @typedef {{ name: string, why: string }} Failure which test, and the first line of what it said
 *
 * @typedef {object} VitestReport
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {VitestFile[]} testResults
 *
 * @typedef {object} VitestFile
 * @property {string} name
 * @property {string} status
 * @property {string} [message]
 * @property {{ fullName: string, status: string, failureMessages?: string[] }[]} assertionResults
 *
 * @typedef {object} PlaywrightReport
 * @property {{ expected: number, unexpected: number, flaky: number, skipped: number }} stats
 * @property {PlaywrightSuite[]} suites
 *
 * @typedef {object} PlaywrightSuite
 * @property {PlaywrightSuite[]} [suites]
 * @property {{ title: string, file: string, ok: boolean, tests: { results: { error?: { message?: string } }[] }[] }[]} [specs]
 */

/**
 * @param {'vitest' | 'playwright'} kind
 * @param {string | undefined} report the JSON text; undefined when none was written
 * @param {number} status exit status of the suite
 * @returns {Count}
 */
export function readReport(kind, report, status) {
  const count =
    report === undefined ? { passed: 0, failed: 0, skipped: 0 } : counters[kind](JSON.parse(report))
  // A suite that ran nothing proves nothing, and one that failed outside its tests has failed all the same.
  const silent = count.failed === 0 && (status !== 0 || count.passed === 0)
  return silent ? { ...count, failed: 1 } : count
}

const counters = {
  /**
   * @param {VitestReport} report
   * @returns {Count}
   */
  vitest(report) {
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + unloaded(report).length,
      skipped: report.numPendingTests + report.numTodoTests,
    }
  },
  /**
   * @param {PlaywrightReport} report
   * @returns {Count}
   */
  playwright({ stats }) {
    // A test that passes only when it is repeated has not passed.
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped }
  },
}

/**
 * What failed in a suite, so that it can be said again at the end of a long run.
 * @param {'vitest' | 'playwright'} kind
 * @param {string | undefined} report the JSON text; undefined when none was written
 * @param {number} status exit status of the suite
 * @returns {Failure[]} never empty where `readReport` counts a failure
 */
export function failuresIn(kind, report, status) {
  const named = report === undefined ? [] : namers[kind](JSON.parse(report))
  if (named.length > 0 || readReport(kind, report, status).failed === 0) return named
  return [{ name: `The ${kind} suite`, why: `ended with ${status}, though no test of it failed` }]
}

const namers = {
  /**
   * @param {VitestReport} report
   * @returns {Failure[]}
   */
  vitest: (report) => [
    ...report.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === 'failed')
        .map((test) => ({
          name: `${fileOf(name)}: ${test.fullName}`,
          why: firstLine(test.failureMessages?.[0]),
        })),
    ),
    ...unloaded(report).map(({ name, message }) => ({ name: fileOf(name), why: firstLine(message) })),
  ],
  /**
   * @param {PlaywrightReport} report
   * @returns {Failure[]}
   */
  playwright({ suites }) {
    /**
     * @param {PlaywrightSuite} suite
     * @returns {Failure[]}
     */
    const walk = (suite) => [
      ...(suite.specs ?? [])
        .filter(({ ok }) => !ok)
        .map(({ title, file, tests }) => ({
          name: `${file}: ${title}`,
          why: firstLine(tests[0]?.results.find(({ error }) => error)?.error?.message),
        })),
      ...(suite.suites ?? []).flatMap(walk),
    ]
    return suites.flatMap(walk)
  },
}

/**
 * A file that could not be loaded has no tests to fail.
 * @param {VitestReport} report
 */
const unloaded = ({ testResults }) =>
  testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  )

/** @param {string} path */
const fileOf = (path) => relative(root, path).replaceAll('\\', '/')

/** @param {string | undefined} text */
const firstLine = (text) => stripVTControlCharacters(text ?? 'it did not say why').split('\n', 1)[0] ?? ''
