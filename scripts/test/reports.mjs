/**
 * What vitest's and Playwright's JSON reports say: counts, what failed and why, what needed a second try, and how long
 * each test took. A suite that ends badly never counts as passed.
 */
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { root } from '../lib/paths.mjs'

/**
 * @typedef {{ name: string, why: string }} Failure which test, and the first line of what it said
 *
 * @typedef {{ name: string, seconds: number, reason?: string }} Time `reason`: why the test may take long
 *
 * @typedef {object} Result
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {Failure[]} failures
 * @property {Failure[]} secondTries passed, but only when repeated; with what the first try said
 * @property {Time[]} times
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
 * @property {VitestTest[]} assertionResults
 *
 * @typedef {object} VitestTest
 * @property {string} fullName
 * @property {string} status
 * @property {number | null} [duration] in milliseconds
 * @property {{ slow?: string }} [meta]
 * @property {string[]} [failureMessages]
 *
 * @typedef {object} PlaywrightReport
 * @property {{ expected: number, unexpected: number, flaky: number, skipped: number }} stats
 * @property {PlaywrightSuite[]} suites
 *
 * @typedef {object} PlaywrightSuite
 * @property {PlaywrightSuite[]} [suites]
 * @property {PlaywrightSpec[]} [specs]
 *
 * @typedef {object} PlaywrightSpec
 * @property {string} title
 * @property {string} file
 * @property {boolean} ok
 * @property {PlaywrightTest[]} tests
 *
 * @typedef {object} PlaywrightTest
 * @property {string} [status]
 * @property {{ type: string, description?: string }[]} [annotations]
 * @property {{ duration?: number, error?: { message?: string } }[]} results one for each try
 */

/** A test may take this long without saying why. */
const QUICK_SECONDS = 20

/**
 * @param {'vitest' | 'playwright'} kind
 * @param {string | undefined} text the JSON report; undefined when none was written
 * @param {number} status exit status of the suite
 * @param {boolean} [maySkip] all of it may be skipped
 * @returns {Result} `failures` is never empty where `failed` is not 0
 */
export function readReport(kind, text, status, maySkip = false) {
  const nothing = { passed: 0, failed: 0, skipped: 0, failures: [], secondTries: [], times: [] }
  const result = text === undefined ? nothing : readers[kind](JSON.parse(text))
  // A suite that ran nothing proves nothing, and one that failed outside its tests has failed all the same.
  const ran = result.passed > 0 || (maySkip && result.skipped > 0)
  if (result.failed > 0 || (status === 0 && ran)) return result
  const failure = { name: `The ${kind} suite`, why: `ended with ${status}, though no test of it failed` }
  return { ...result, failed: 1, failures: [failure] }
}

const readers = {
  /**
   * @param {VitestReport} report
   * @returns {Result}
   */
  vitest(report) {
    // A file that could not be loaded has no tests to fail.
    const unloaded = report.testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
    )
    const tests = report.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.map((test) => ({ ...test, name: `${fileOf(name)}: ${test.fullName}` })),
    )
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + unloaded.length,
      skipped: report.numPendingTests + report.numTodoTests,
      failures: [
        ...tests
          .filter(({ status }) => status === 'failed')
          .map(({ name, failureMessages }) => ({ name, why: firstLine(failureMessages?.[0]) })),
        ...unloaded.map(({ name, message }) => ({ name: fileOf(name), why: firstLine(message) })),
      ],
      secondTries: [],
      times: tests.map(({ name, duration, meta }) => ({
        name,
        seconds: (duration ?? 0) / 1000,
        reason: meta?.slow,
      })),
    }
  },
  /**
   * @param {PlaywrightReport} report
   * @returns {Result}
   */
  playwright({ stats, suites }) {
    const specs = suites.flatMap(specsIn)
    /**
     * @param {PlaywrightSpec} spec
     * @returns {Failure}
     */
    const told = ({ title, file, tests }) => ({
      name: `${file}: ${title}`,
      why: firstLine(
        tests.flatMap(({ results }) => results).find(({ error }) => error !== undefined)?.error?.message,
      ),
    })
    return {
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected,
      skipped: stats.skipped,
      failures: specs.filter(({ ok }) => !ok).map(told),
      secondTries: specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky')).map(told),
      times: specs.map(({ title, file, tests }) => ({
        name: `${file}: ${title}`,
        seconds: Math.max(...tests.map(({ results }) => results.at(-1)?.duration ?? 0)) / 1000,
        reason: tests
          .flatMap(({ annotations }) => annotations ?? [])
          .find(({ type, description }) => type === 'slow' && description !== undefined)?.description,
      })),
    }
  },
}

/**
 * @param {PlaywrightSuite} suite
 * @returns {PlaywrightSpec[]}
 */
const specsIn = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsIn)]

/**
 * How many of the tests that are run on both engines passed on each; those that are about one alone count there.
 * @param {string} [sqlite] the report of a run that has them among others; empty when none was written
 * @param {string} [postgres] of a run that has them only
 * @returns {{ sqlite: number, postgres: number }}
 */
export function countEngines(sqlite = '', postgres = '') {
  /** @param {string} text @returns {VitestFile[]} */
  const files = (text) => (text === '' ? [] : JSON.parse(text).testResults)
  /** @param {VitestFile[]} among */
  const passed = (among) =>
    among.flatMap(({ assertionResults }) => assertionResults).filter(({ status }) => status === 'passed')
      .length
  const both = new Set(files(postgres).map(({ name }) => name))
  return {
    sqlite: passed(files(sqlite).filter(({ name }) => both.has(name))),
    postgres: passed(files(postgres)),
  }
}

/**
 * The slowest tests of a run, and those that take long without saying why. A reason is given in vitest as
 * `{ meta: { slow: '…' } }` and in Playwright as `{ annotation: { type: 'slow', description: '…' } }`.
 * @param {Time[]} times
 * @returns {{ slowest: Time[], unexplained: Time[] }}
 */
export function slowTests(times) {
  const ordered = times.toSorted((one, other) => other.seconds - one.seconds)
  return {
    slowest: ordered.slice(0, 10),
    unexplained: ordered.filter(({ seconds, reason }) => seconds > QUICK_SECONDS && reason === undefined),
  }
}

/** @param {string} path */
const fileOf = (path) => relative(root, path).replaceAll('\\', '/')

/** @param {string | undefined} text */
const firstLine = (text) => stripVTControlCharacters(text ?? 'it did not say why').split('\n', 1)[0] ?? ''
