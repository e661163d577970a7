/** Proves that a dependency with a licence nobody has looked at stops the check. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { checkLicences } from '../../scripts/check/licences.mjs'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function project(packages: Record<string, { license?: string; dev?: boolean }>) {
  const folder = mkdtempSync(join(tmpdir(), 'yarrow-licences-'))
  folders.push(folder)
  const entries = Object.entries(packages).map(([name, entry]) => [`node_modules/${name}`, entry])
  const lock = { packages: { '': {}, ...(Object.fromEntries(entries) as object) } }
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock))
  return folder
}

test.each(['MIT', '(MIT OR GPL-3.0)', 'MIT AND ISC', 'OFL-1.1'])('%s is allowed', (license) => {
  expect(checkLicences(project({ one: { license } })).ok).toBe(true)
})

test.each(['GPL-3.0', 'MIT AND GPL-3.0', 'SEE LICENSE IN LICENSE', undefined])('%s is refused', (license) => {
  const outcome = checkLicences(project({ one: license === undefined ? {} : { license } }))
  expect(outcome.ok).toBe(false)
  expect(outcome.output).toContain('one')
})

test('a tool that only builds may have a licence that a part of the app may not', () => {
  expect(checkLicences(project({ 'axe-core': { license: 'MPL-2.0', dev: true } })).ok).toBe(true)
  expect(checkLicences(project({ 'axe-core': { license: 'MPL-2.0' } })).ok).toBe(false)
  expect(checkLicences(project({ other: { license: 'MPL-2.0', dev: true } })).ok).toBe(false)
})
