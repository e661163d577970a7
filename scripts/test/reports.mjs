/** Counts what vitest's and Playwright's JSON reports say. A suite that ends badly never counts as passed. */

/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Count
 *
 * @typedef {object} VitestReport
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {{ status: string, assertionResults: { status: string }[] }[]} testResults
 *
 * @typedef {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} PlaywrightReport
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
    // A file that could not be loaded has no tests to fail.
    const broken = report.testResults.filter(
      (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
    )
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken.length,
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
