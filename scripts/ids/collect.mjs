/** Which requirements the tests that passed name. Pure: reports in, figures out. */

/**
 * @typedef {{ name: string, passed: boolean }} Ran
 *
 * @typedef {object} Requirements what is asked for, by group; `notApplicable` says why an id asks nothing of Yarrow
 * @property {Record<string, Record<string, string>>} groups
 * @property {Record<string, string>} notApplicable
 *
 * @typedef {object} Group
 * @property {number} covered
 * @property {number} total
 * @property {Record<string, string>} not_applicable
 * @property {string[]} covered_ids
 * @property {string[]} missing
 *
 * @typedef {object} VitestReport
 * @property {{ name: string, assertionResults: { fullName: string, status: string }[] }[]} testResults
 *
 * @typedef {object} PlaywrightSuite
 * @property {string} title
 * @property {string} [file]
 * @property {PlaywrightSuite[]} [suites]
 * @property {{ title: string, tests: { status: string }[] }[]} [specs]
 *
 * @typedef {{ figures: { id: string, figure: string, tried: number, bad: number, skipped?: string }[] }} FaultReport
 */

const ONE = /\b(?:[EF]-\d{2,3}|R-[A-Z0-9]+-\d{2})\b/g
const RANGE = /\b((?:[EF]|R-[A-Z0-9]+)-)(\d{2,3}) (?:to|–|-) \1(\d{2,3})\b/g
const RULE = /\b(?:164\.312|170\.315)(?:\([a-z0-9]+\))+/gi

/**
 * The ids that a test's name carries: "F-701", "E-07, F-807", "F-205 to F-211", "164.312(a)(2)(iv)".
 * @param {string} name
 * @returns {Set<string>}
 */
export function idsIn(name) {
  const ids = new Set([...(name.match(ONE) ?? []), ...(name.match(RULE) ?? []).map((id) => id.toLowerCase())])
  for (const [, prefix = '', from = '', to = ''] of name.matchAll(RANGE)) {
    for (let number = Number(from); number <= Number(to); number += 1)
      ids.add(prefix + String(number).padStart(from.length, '0'))
  }
  return ids
}

/**
 * Tests of the local Fullscript are left out: what the stand-in does right says nothing of the app.
 * @param {VitestReport} report
 * @returns {Ran[]}
 */
export const fromVitest = ({ testResults }) =>
  testResults
    .filter(({ name }) => !/(^|[\\/])sandbox[\\/]/.test(name))
    .flatMap(({ assertionResults }) =>
      assertionResults.map(({ fullName, status }) => ({ name: fullName, passed: status === 'passed' })),
    )

/**
 * A test that passed at its second try has passed; the run names it.
 * @param {{ suites: PlaywrightSuite[] }} report
 * @returns {Ran[]}
 */
export function fromPlaywright({ suites }) {
  /**
   * @param {PlaywrightSuite} suite
   * @param {string} above
   * @returns {Ran[]}
   */
  const walk = (suite, above) => {
    const title = suite.title === suite.file ? above : `${above} ${suite.title}`.trim()
    return [
      ...(suite.specs ?? []).map((spec) => ({
        name: `${title} ${spec.title}`.trim(),
        passed:
          spec.tests.length > 0 &&
          spec.tests.every(({ status }) => status === 'expected' || status === 'flaky'),
      })),
      ...(suite.suites ?? []).flatMap((inner) => walk(inner, title)),
    ]
  }
  return suites.flatMap((suite) => walk(suite, ''))
}

/**
 * @param {FaultReport} report
 * @returns {Ran[]}
 */
export const fromFaults = ({ figures }) =>
  figures.map(({ id, figure, tried, bad, skipped }) => ({
    name: `${id} ${figure}`,
    passed: bad === 0 && tried > 0 && skipped === undefined,
  }))

/**
 * @param {Requirements} requirements
 * @param {readonly Ran[]} ran
 * @returns {Record<string, Group>}
 */
export function coverage({ groups, notApplicable }, ran) {
  const named = new Set(ran.filter(({ passed }) => passed).flatMap(({ name }) => [...idsIn(name)]))
  return Object.fromEntries(
    Object.entries(groups).map(([group, titles]) => {
      const ids = Object.keys(titles)
      const covered = ids.filter((id) => named.has(id))
      const open = ids.filter((id) => !named.has(id))
      const applies = (/** @type {string} */ id) => notApplicable[id] === undefined
      return [
        group,
        {
          covered: covered.length,
          total: ids.length,
          not_applicable: Object.fromEntries(
            open.filter((id) => !applies(id)).map((id) => [id, notApplicable[id] ?? '']),
          ),
          covered_ids: covered,
          missing: open.filter(applies),
        },
      ]
    }),
  )
}
