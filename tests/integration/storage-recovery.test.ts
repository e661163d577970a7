/**
 * Proves, on real encrypted files: a recovery code opens the records when the keychain has lost their key or is another
 * one, gives the key back where there is none, never writes over an entry, and opens nothing once it was replaced.
 */
import { readFileSync } from 'node:fs'
import { beforeEach, expect, onTestFinished, test } from 'vitest'
import { ManualClock } from '../../src/main/platform/clock/manual-clock'
import { MemoryKeychain } from '../../src/main/platform/keychain/memory-keychain'
import { silentLogger as logger } from '../../src/main/platform/logging/logger'
import { temporaryFolder } from '../../src/main/records/temporary-database'
import { Vault } from '../../src/main/records/vault'
import { vaultFiles } from '../../src/main/records/vault-files'
import { recordsWorker } from '../support/records-worker'

const CODE = 'K7QM-2TXA-9RDF-4WHN-6CVB-8PZE'
const SLOT = '00000000-0000-4000-8000-000000000001'
const OTHER_SLOT = '00000000-0000-4000-8000-000000000002'

let folder: string
let keychain: MemoryKeychain

beforeEach(() => {
  const temporary = temporaryFolder()
  onTestFinished(temporary.remove)
  folder = temporary.folder
  keychain = new MemoryKeychain()
})

function vault(of: MemoryKeychain = keychain) {
  const made = new Vault({
    engine: recordsWorker,
    folder,
    keychain: of,
    clock: new ManualClock(),
    appVersion: '0.1.0',
    logger,
  })
  onTestFinished(() => made.close())
  return made
}

async function recoverableVault() {
  const made = vault()
  await made.open()
  expect(await made.keepRecovery(SLOT, CODE)).toBe(true)
  await made.close()
}
const database = () => readFileSync(vaultFiles(folder).database)
const missing = { state: 'failed', failure: { code: 'vault-key-missing' }, recoverable: true }

test('F-617: opens without the keychain entry, however the code is typed, and gives the key back', async () => {
  await recoverableVault()
  const key = [...keychain.entries.values()][0]
  const emptied = new MemoryKeychain()
  const lost = vault(emptied)
  expect(await lost.open()).toMatchObject(missing)
  expect(await lost.openWithRecoveryCode(' k7qm 2txa 9rdf-4whn-6cvb-8pze ')).toEqual({ state: 'open' })
  expect([...emptied.entries.values()]).toEqual([key])
  expect(lost.identity().openedWith).toBe('recovery-code')
  await lost.close()
  expect(await vault(emptied).open()).toEqual({ state: 'open' })
})

test('a keychain that is back opens, whatever code is typed, and it is not said that the code did', async () => {
  await recoverableVault()
  const again = vault()
  expect(await again.openWithRecoveryCode('no code at all')).toEqual({ state: 'open' })
  expect(again.identity().openedWith).toBeNull()
})

test('F-617: a wrong code and a code that is too short open nothing and change nothing', async () => {
  await recoverableVault()
  const emptied = new MemoryKeychain()
  const lost = vault(emptied)
  await lost.open()
  const before = database()
  for (const code of ['K7QM-2TXA-9RDF-4WHN-6CVB-8PZF', 'K7QM', '']) {
    expect(await lost.openWithRecoveryCode(code)).toMatchObject({
      state: 'failed',
      failure: { code: 'wrong-recovery-code' },
      recoverable: true,
    })
  }
  expect(database().equals(before)).toBe(true)
  expect(emptied.writes).toBe(0)
})

test('an entry that belongs to something else is not written over', async () => {
  await recoverableVault()
  const [account] = [...keychain.entries.keys()]
  const foreign = new MemoryKeychain({ [account ?? '']: 'ab'.repeat(32) })
  const moved = vault(foreign)
  expect(await moved.open()).toMatchObject({ failure: { code: 'vault-key-wrong' }, recoverable: true })
  expect(await moved.openWithRecoveryCode(CODE)).toEqual({ state: 'open' })
  expect([...foreign.entries.values()]).toEqual(['ab'.repeat(32)])
})

test('F-614: also without any keychain, for as long as Yarrow runs', async () => {
  await recoverableVault()
  keychain.mood = 'absent'
  const without = vault()
  expect(await without.open()).toMatchObject({ failure: { code: 'keychain-absent' }, recoverable: true })
  expect(await without.openWithRecoveryCode(CODE)).toEqual({ state: 'open' })
})

test('F-616: a locked keychain asks to be unlocked, not for a code', async () => {
  await recoverableVault()
  keychain.mood = 'locked'
  const locked = vault()
  expect(await locked.open()).toMatchObject({ failure: { code: 'keychain-locked' }, recoverable: false })
  expect(await locked.openWithRecoveryCode(CODE)).toMatchObject({ failure: { code: 'keychain-locked' } })
})

test('a new code of the same person replaces the old one; somebody else’s stays until it is forgotten', async () => {
  await recoverableVault()
  const open = vault()
  await open.open()
  const other = CODE.replace('K7QM', 'AAAA')
  const next = CODE.replace('K7QM', 'BBBB')
  await open.keepRecovery(OTHER_SLOT, other)
  await open.keepRecovery(SLOT, next)
  await open.close()

  const opens = async (code: string) => {
    const tried = vault(new MemoryKeychain())
    await tried.open()
    const { state } = await tried.openWithRecoveryCode(code)
    await tried.close()
    return state === 'open'
  }
  expect([await opens(CODE), await opens(next), await opens(other)]).toEqual([false, true, true])
  const forgetting = vault()
  await forgetting.open()
  expect(await forgetting.forgetRecovery(OTHER_SLOT)).toBe(true)
  await forgetting.close()
  expect([await opens(next), await opens(other)]).toEqual([true, false])
})

test('neither the code nor the key stands in the marker', async () => {
  await recoverableVault()
  const key = [...keychain.entries.values()][0] ?? ''
  for (const file of vaultFiles(folder).markers) {
    const text = readFileSync(file, 'utf8')
    for (const secret of [CODE, CODE.replaceAll('-', ''), key, Buffer.from(key, 'hex').toString('base64')]) {
      expect(text).not.toContain(secret)
    }
  }
})

test('a vault that has no code to recover says so', async () => {
  const made = vault()
  await made.open()
  await made.close()
  const lost = vault(new MemoryKeychain())
  expect(await lost.open()).toMatchObject({ failure: { code: 'vault-key-missing' }, recoverable: false })
  expect(await lost.openWithRecoveryCode(CODE)).toMatchObject({ failure: { code: 'vault-key-missing' } })
})
