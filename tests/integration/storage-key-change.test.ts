/**
 * Proves what becomes of a change of the database's key that the keychain left unfinished: the records open, another
 * change finishes or takes back that one first, and a recovery code still brings back the key that the file has.
 */
import { cpSync, rmSync } from 'node:fs'
import { beforeEach, expect, test } from 'vitest'
import type { Vault } from '../../src/main/records/vault'
import { readMarker } from '../../src/main/records/vault-marker'
import { existingVault, files, folder, freshFolder, keychain, practiceNames, vault } from './vault-bench'

const SLOT = '3f0c6a52-7f1e-4d1b-9a63-0d4f8b5e2c11'

beforeEach(async () => {
  freshFolder()
  await existingVault()
})

async function unfinished() {
  const reading = await readMarker(files())
  if (reading.kind !== 'read') throw new Error('There is no marker')
  return reading.marker.next !== undefined
}

async function change(of: Vault, meanwhile = () => {}) {
  const prepared = await of.prepareKeyChange(null)
  if (!prepared.ok) return prepared
  return prepared.value(() => {
    meanwhile()
    return Promise.resolve()
  })
}

async function opened() {
  const made = vault()
  expect(await made.open()).toEqual({ state: 'open' })
  return made
}

test('F-617: a change that the keychain did not take is finished before another begins', async () => {
  const first = await opened()
  const changed = await change(first, () => {
    keychain.mood = 'forgetful'
  })
  expect(changed).toEqual({ ok: true, value: null })
  expect(first.state).toEqual({ state: 'open' })
  expect(await unfinished()).toBe(true)
  expect(await first.keepRecovery(SLOT, 'ABCD')).toBe(false)
  expect(await change(first)).toMatchObject({ ok: false, failure: { code: 'keychain-absent' } })
  expect(await practiceNames(first)).toEqual(['Meadowlark'])

  keychain.mood = 'ok'
  expect(await change(first)).toEqual({ ok: true, value: null })
  expect(await unfinished()).toBe(false)
  expect([...keychain.entries.keys()].filter((name) => name.startsWith('next'))).toEqual([])
  await first.close()
  expect(await practiceNames(await opened())).toEqual(['Meadowlark'])
})

test('F-617: a recovery code gives the key back beside an unfinished change, which is then taken back', async () => {
  const code = 'K7QW-2M9X-HT4R-8BNC-V3YD-6FJP'
  const first = await opened()
  expect(await first.keepRecovery(SLOT, code)).toBe(true)
  const moment = `${folder} moment`
  await change(first, () => cpSync(folder, moment, { recursive: true }))
  await first.close()
  rmSync(folder, { recursive: true })
  cpSync(moment, folder, { recursive: true })
  rmSync(moment, { recursive: true })
  for (const account of [...keychain.entries.keys()]) await keychain.delete(account)

  const second = vault()
  expect(await second.open()).toMatchObject({ state: 'failed', recoverable: true })
  expect(await second.openWithRecoveryCode(code)).toEqual({ state: 'open' })
  await second.close()
  const third = await opened()
  expect(await practiceNames(third)).toEqual(['Meadowlark'])
  expect(await unfinished()).toBe(false)
})
