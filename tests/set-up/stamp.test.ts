/** Proves that a step is done again exactly when one of its inputs has changed or it never finished. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { hashOf, isStamped, removeStamp, writeStamp } from '../../scripts/lib/stamp.mjs'

const folder = mkdtempSync(join(tmpdir(), 'yarrow-stamp-'))
const stamp = join(folder, 'stamps', 'one.json')
const source = join(folder, 'source')

beforeEach(() => {
  removeStamp(stamp)
  rmSync(source, { recursive: true, force: true })
  mkdirSync(join(source, 'deep'), { recursive: true })
  writeFileSync(join(source, 'deep', 'a.ts'), 'one')
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

test('an unfinished step has no stamp, a finished one has, a changed input undoes it', () => {
  expect(isStamped(stamp, { lock: 'a' })).toBe(false)
  writeStamp(stamp, { lock: 'a', platform: 'linux' })
  expect(isStamped(stamp, { lock: 'a' })).toBe(true)
  expect(isStamped(stamp, { lock: 'b' })).toBe(false)
  writeFileSync(stamp, '{"lock":')
  expect(isStamped(stamp, { lock: 'a' })).toBe(false)
})

test('the hash of a folder follows contents, names and absence', () => {
  const first = hashOf([source])
  expect(hashOf([source])).toBe(first)
  writeFileSync(join(source, 'deep', 'a.ts'), 'two')
  const second = hashOf([source])
  expect(second).not.toBe(first)
  writeFileSync(join(source, 'b.ts'), '')
  expect(hashOf([source])).not.toBe(second)
  expect(hashOf([join(folder, 'nowhere')])).not.toBe(hashOf([join(folder, 'elsewhere')]))
})
