/** For tests: a folder with a keychain beside it, vaults in it, and what damage to them looks like. */
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { expect, onTestFinished } from 'vitest'
import { ManualClock } from '../../src/main/platform/clock/manual-clock'
import { MemoryKeychain } from '../../src/main/platform/keychain/memory-keychain'
import { silentLogger as logger } from '../../src/main/platform/logging/logger'
import { FLOOR_KDF } from '../../src/main/platform/crypto/derive-key'
import type { Database } from '../../src/main/records/database'
import { temporaryFolder } from '../../src/main/records/temporary-database'
import { Vault } from '../../src/main/records/vault'
import { vaultFiles } from '../../src/main/records/vault-files'
import { recordsWorker } from '../support/records-worker'

export const PASSPHRASE = 'correct horse battery staple'

export let folder: string
export let keychain: MemoryKeychain
export let clock: ManualClock

/** Before each test: nothing is there yet. */
export function freshFolder(): void {
  const temporary = temporaryFolder()
  onTestFinished(temporary.remove)
  folder = temporary.folder
  keychain = new MemoryKeychain()
  clock = new ManualClock()
}

export const files = () => vaultFiles(folder)

export function vault(of: MemoryKeychain = keychain) {
  const made = new Vault({
    engine: recordsWorker,
    folder,
    keychain: of,
    clock,
    appVersion: '0.1.0',
    logger,
    kdf: FLOOR_KDF,
  })
  onTestFinished(() => made.close())
  return made
}

/** Makes a vault with one row in it and closes it. */
export async function existingVault() {
  const made = vault()
  expect(await made.open()).toEqual({ state: 'open' })
  await made
    .database()
    .insertInto('practice')
    .values({ id: 1, name: 'Meadowlark', region: 'US', demo: 0 })
    .execute()
  await made.close()
  keychain.writes = 0
}

export async function existingPassphraseVault() {
  keychain.mood = 'absent'
  const made = vault()
  await made.createPassphraseVault(PASSPHRASE)
  await made.close()
}

export const practiceNames = async (of: Vault) =>
  (await of.database().selectFrom('practice').select('name').execute()).map(({ name }) => name)

/** Whether SQLite itself finds damage when it reads every page. */
export async function isFoundDamaged(database: Database): Promise<boolean> {
  try {
    const { rows } = await sql<{ integrityCheck: string }>`PRAGMA integrity_check`.execute(database)
    await database.selectFrom('auditEvent').selectAll().execute()
    return rows[0]?.integrityCheck !== 'ok'
  } catch (error) {
    expect(error).toMatchObject({ code: expect.stringMatching(/SQLITE_(CORRUPT|NOTADB|IOERR)/) as string })
    return true
  }
}

export const content = () => readFileSync(files().database)

/** Whatever is wrong: the file is as it was and the keychain was not written. */
export async function expectUntouched(work: () => Promise<void>) {
  const [before, entries] = [content(), [...keychain.entries]]
  await work()
  expect(content().equals(before)).toBe(true)
  expect([...keychain.entries]).toEqual(entries)
}

/** Moves the clock over the keychain's deadline once somebody waits for it. */
export async function timeOut() {
  await expect.poll(() => clock.pendingTimers).toBeGreaterThan(0)
  clock.advance(10_000)
}
