/**
 * Proves that each wall of `scripts/check/walls.cjs` bites: a small house is built in which every rule is
 * broken once, and the tool has to find exactly these breaches. A rule without a breach here fails the test.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, copyFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const require = createRequire(import.meta.url)
const { forbidden } = require('../../scripts/check/walls.cjs') as { forbidden: { name: string }[] }

/** Files of the small house, each with the modules it imports. */
const house: Record<string, string[]> = {
  // what the breaches below reach for
  'src/shared/names.ts': ['zod'],
  'src/main/chart/chart-service.ts': ['./chart-repository', '../../shared/names'],
  'src/main/chart/chart-repository.ts': ['kysely'],
  'src/main/platform/windows/main-window.ts': ['electron'],
  'src/main/app/composition.ts': ['../chart/chart-repository'],
  'src/renderer/src/features/plans/plan.ts': ['../../ui/card', '../../../../shared/names'],
  'src/renderer/src/ui/card.ts': [],
  'src/renderer/embed/boot.ts': ['@fullscript/fullscript-js', '../../shared/names'],
  'src/preload/index.ts': ['electron', '../shared/names'],
  'sandbox/main.ts': ['fastify'],
  'tests/support/yarrow.ts': [],

  // one breach each
  'src/main/identity/circle-a.ts': ['./circle-b'],
  'src/main/identity/circle-b.ts': ['./circle-a'],
  'src/main/identity/lost.ts': ['./nowhere'],
  'src/shared/impure.ts': ['node:fs'],
  'src/preload/logic.ts': ['node:path'],
  'src/renderer/src/reaches-preload.ts': ['../../preload/index'],
  'src/renderer/src/reaches-main.ts': ['../../main/chart/chart-service'],
  'src/renderer/src/reaches-electron.ts': ['electron'],
  'src/renderer/src/reaches-node.ts': ['node:fs'],
  'src/renderer/src/features/patients/patients.ts': ['../plans/plan'],
  'src/renderer/src/ui/knows-feature.ts': ['../features/plans/plan'],
  'src/renderer/embed/borrows.ts': ['../src/ui/card'],
  'src/renderer/src/reaches-embed.ts': ['../embed/boot'],
  'src/main/identity/reaches-page.ts': ['../../renderer/src/ui/card'],
  'src/main/identity/decides-with-electron.ts': ['electron'],
  'src/main/identity/reads-charts.ts': ['../chart/chart-repository'],
  'sandbox/borrows.ts': ['../src/shared/names'],
  'src/main/identity/knows-tests.ts': ['../../../tests/support/yarrow'],
  'src/main/identity/uses-keytar.ts': ['keytar'],
  'src/main/identity/uses-sqlite.ts': ['better-sqlite3'],
  'src/main/records/database.ts': ['kysely'],
  'src/main/identity/uses-postgres.ts': ['pg'],
  'src/main/records/engine/sqlcipher.ts': ['better-sqlite3'],
  'src/main/records/engine/in-process.ts': ['./sqlcipher'],
  'src/main/records/blocks-main.ts': ['./engine/sqlcipher'],
  'src/main/records/blocks-main-too.ts': ['./engine/in-process'],
  'src/main/identity/goes-round-the-door.ts': ['../records/database'],
  'src/main/identity/uses-oauth.ts': ['oauth4webapi'],
  'src/main/identity/uses-argon2.ts': ['@node-rs/argon2'],
  'src/main/identity/uses-kysely.ts': ['kysely'],
  'src/renderer/src/uses-vendor.ts': ['@fullscript/fullscript-js'],
}

/** Which file has to be caught by which rule. */
const breaches: Record<string, string> = {
  'no-circles': 'src/main/identity/circle-a.ts',
  'everything-resolves': 'src/main/identity/lost.ts',
  'shared-is-pure': 'src/shared/impure.ts',
  'preload-has-no-logic': 'src/preload/logic.ts',
  'renderer-stays-in-its-room': 'src/renderer/src/reaches-preload.ts',
  'renderer-knows-no-main-types': 'src/renderer/src/reaches-main.ts',
  'renderer-has-no-node': 'src/renderer/src/reaches-electron.ts',
  'renderer-has-no-node-builtins': 'src/renderer/src/reaches-node.ts',
  'features-do-not-know-each-other': 'src/renderer/src/features/patients/patients.ts',
  'ui-knows-no-feature': 'src/renderer/src/ui/knows-feature.ts',
  'embed-page-stands-alone': 'src/renderer/embed/borrows.ts',
  'app-page-has-no-embed-code': 'src/renderer/src/reaches-embed.ts',
  'main-knows-no-page': 'src/main/identity/reaches-page.ts',
  'decisions-know-no-electron': 'src/main/identity/decides-with-electron.ts',
  'repositories-are-private': 'src/main/identity/reads-charts.ts',
  'sandbox-is-another-program': 'sandbox/borrows.ts',
  'app-knows-no-tests': 'src/main/identity/knows-tests.ts',
  'only-one-imports-keytar': 'src/main/identity/uses-keytar.ts',
  'only-one-imports-better-sqlite3': 'src/main/identity/uses-sqlite.ts',
  'only-one-imports-pg': 'src/main/identity/uses-postgres.ts',
  'sqlite-runs-in-its-thread': 'src/main/records/blocks-main.ts',
  'the-app-has-no-sqlite-of-its-own': 'src/main/records/blocks-main-too.ts',
  'the-door-is-the-only-way-to-the-records': 'src/main/identity/goes-round-the-door.ts',
  'only-one-imports-oauth4webapi': 'src/main/identity/uses-oauth.ts',
  'only-one-imports-node-rs-argon2': 'src/main/identity/uses-argon2.ts',
  'only-one-imports-kysely': 'src/main/identity/uses-kysely.ts',
  'only-one-imports-fullscript-fullscript-js': 'src/renderer/src/uses-vendor.ts',
}

type Violation = { from: string; rule: { name: string } }

describe('walls', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yarrow-walls-'))
  let violations: Violation[] = []

  beforeAll(() => {
    for (const [file, imports] of Object.entries(house)) {
      const path = join(folder, file)
      mkdirSync(dirname(path), { recursive: true })
      const lines = imports.map((module, index) => `import * as m${String(index)} from '${module}'`)
      const uses = imports.map((_, index) => `m${String(index)}`).join(', ')
      writeFileSync(path, `${lines.join('\n')}\nexport const uses = [${uses}]\n`)
    }
    copyFileSync(join(root, 'tsconfig.json'), join(folder, 'tsconfig.json'))
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    const cruise = join(root, 'node_modules', '.bin', 'depcruise')
    const config = join(root, 'scripts', 'check', 'walls.cjs')
    const args = ['src', 'sandbox', 'tests', '--config', config, '--output-type', 'json']
    const output = execFileSync(cruise, args, { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
    violations = (JSON.parse(output) as { summary: { violations: Violation[] } }).summary.violations
  }, 60_000)

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  test.each(forbidden.map((rule) => rule.name))('%s bites', (name) => {
    const caught = violations.filter((violation) => violation.rule.name === name).map(({ from }) => from)
    expect(caught).toContain(breaches[name])
  })

  test('what keeps to the rules is left alone', () => {
    const guilty = new Set([...Object.values(breaches), 'src/main/identity/circle-b.ts'])
    expect(violations.filter((violation) => !guilty.has(violation.from))).toEqual([])
  })
})
