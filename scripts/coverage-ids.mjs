/**
 * `npm run coverage:ids`: which requirements have a passing test that names them. Reads the reports of the tests that
 * ran, writes out/ids.json and prints a table. Exit status 1 when a report is missing, because then nothing is known.
 *
 * The ids and what they ask for are in docs/requirements/ids.json.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { coverage, fromFaults, fromPlaywright, fromVitest } from './ids/collect.mjs'
import { fromRoot, outFolder, root } from './lib/paths.mjs'
import { isProgram } from './lib/run.mjs'
import { say } from './lib/steps.mjs'

const reports = {
  unit: join(outFolder, 'reports', 'unit.json'),
  desktop: join(outFolder, 'reports', 'desktop.json'),
  /** The part of it that ran as an ordinary user. */
  ordinary: join(outFolder, 'reports', 'ordinary-user.json'),
}
/** Its runs are also in the unit suite, at a smaller size. */
const faults = join(outFolder, 'faults.json')

/** @param {string} file */
const read = (file) => JSON.parse(readFileSync(file, 'utf8'))

/** @returns {boolean} false when a report is missing */
export function coverIds() {
  const written = join(outFolder, 'ids.json')
  // Figures of an earlier run must not pass for those of this one.
  rmSync(written, { force: true })
  const missing = Object.values(reports).filter((file) => !existsSync(file))
  if (missing.length > 0) {
    for (const file of missing) say(`There is no ${relative(root, file)}. Run \`npm test\` first.`)
    return false
  }
  const ran = [
    ...fromVitest(read(reports.unit)),
    ...fromPlaywright(read(reports.desktop)),
    ...fromPlaywright(read(reports.ordinary)),
    ...(existsSync(faults) ? fromFaults(read(faults)) : []),
  ]
  if (!existsSync(faults)) say('There is no out/faults.json; `npm run faults` would write it.')
  const groups = coverage(read(fromRoot('docs', 'requirements', 'ids.json')), ran)
  writeFileSync(written, `${JSON.stringify(groups, null, 2)}\n`)

  say('\nRequirements with a passing test that names them')
  say('     covered  not applicable  missing  total')
  for (const [group, { covered, total, not_applicable, missing: open }] of Object.entries(groups)) {
    const figures = [covered, Object.keys(not_applicable).length, open.length, total]
    const widths = [9, 16, 9, 7]
    say(`  ${group}${figures.map((figure, column) => String(figure).padStart(widths[column] ?? 0)).join('')}`)
  }
  say('Written to out/ids.json')
  return true
}

if (isProgram(import.meta.filename)) process.exitCode = coverIds() ? 0 : 1
